CREATE TABLE `agent_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`published_at` integer
);
--> statement-breakpoint
CREATE INDEX `agent_versions_agent` ON `agent_versions` (`agent_id`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `agent_versions_draft` ON `agent_versions` (`agent_id`) WHERE state = 'DRAFT';--> statement-breakpoint
CREATE UNIQUE INDEX `agent_versions_live` ON `agent_versions` (`agent_id`) WHERE state = 'PUBLISHED';--> statement-breakpoint
CREATE TABLE `call_requests` (
	`key` text PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`outcome` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `folders` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `folders_created` ON `folders` (`created_at`);--> statement-breakpoint
CREATE TABLE `followed_workflows` (
	`workflow_id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `listeners` (
	`workflow_id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`caught_at` integer
);
--> statement-breakpoint
CREATE TABLE `samples` (
	`workflow_id` text NOT NULL,
	`step` text NOT NULL,
	`type` text NOT NULL,
	`payload` text,
	`updated_at` integer NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`workflow_id`, `step`, `type`)
);
--> statement-breakpoint
CREATE TABLE `snapshots` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer NOT NULL,
	`definition` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `snapshots_workflow` ON `snapshots` (`workflow_id`,`used_at`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_created` ON `api_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `login_attempts` (
	`email_hash` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`locked_until` integer,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `login_attempts_last` ON `login_attempts` (`last_at`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text,
	`invite_hash` text,
	`invite_expires_at` integer,
	`created_at` integer NOT NULL,
	`last_login_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_email` ON `members` (`email`);--> statement-breakpoint
CREATE INDEX `members_invite` ON `members` (`invite_hash`);--> statement-breakpoint
CREATE INDEX `members_created` ON `members` (`created_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_member` ON `sessions` (`member_id`);--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `do_not_call` (
	`number` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`reason` text,
	`expires_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `do_not_call_created` ON `do_not_call` (`created_at`,`number`);--> statement-breakpoint
CREATE INDEX `do_not_call_expiry` ON `do_not_call` (`expires_at`);--> statement-breakpoint
CREATE TABLE `campaigns` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`agent_id` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`keep_open` integer NOT NULL,
	`settings` text NOT NULL,
	`counts` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`next_at` integer,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `campaigns_created` ON `campaigns` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `campaigns_status` ON `campaigns` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `campaigns_agent` ON `campaigns` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `campaigns_next` ON `campaigns` (`next_at`) WHERE next_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `dials` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`agent_id` text NOT NULL,
	`campaign_id` text,
	`row` integer,
	`attempt` integer,
	`call_id` text,
	`outcome` text,
	`entered_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `dials_number` ON `dials` (`number`,`entered_at`);--> statement-breakpoint
CREATE INDEX `dials_open` ON `dials` (`agent_id`,`expires_at`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX `dials_entered` ON `dials` (`entered_at`);--> statement-breakpoint
CREATE TABLE `connection_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`piece_name` text NOT NULL,
	`display_name` text NOT NULL,
	`language` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`completed_at` integer,
	`connection_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connection_requests_token` ON `connection_requests` (`token_hash`);--> statement-breakpoint
CREATE INDEX `connection_requests_created` ON `connection_requests` (`created_at`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`piece_name` text NOT NULL,
	`display_name` text NOT NULL,
	`type` text NOT NULL,
	`secret` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `connections_created` ON `connections` (`created_at`);--> statement-breakpoint
CREATE INDEX `connections_piece` ON `connections` (`piece_name`,`created_at`);--> statement-breakpoint
CREATE TABLE `oauth_apps` (
	`piece_name` text PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`client_secret` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `oauth_states` (
	`hash` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`browser_hash` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `oauth_states_expiry` ON `oauth_states` (`expires_at`);--> statement-breakpoint
CREATE TABLE `community_pieces` (
	`name` text NOT NULL,
	`version` text NOT NULL,
	`package` text NOT NULL,
	`hash` text NOT NULL,
	`metadata` text NOT NULL,
	`bytes` integer NOT NULL,
	`added_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`name`, `version`)
);
--> statement-breakpoint
CREATE TABLE `number_turns` (
	`provider` text NOT NULL,
	`number` text NOT NULL,
	`taken_at` integer NOT NULL,
	PRIMARY KEY(`provider`, `number`)
);
--> statement-breakpoint
CREATE INDEX `number_turns_taken` ON `number_turns` (`taken_at`);--> statement-breakpoint
CREATE TABLE `unknown_events` (
	`agent_id` text NOT NULL,
	`type` text NOT NULL,
	`count` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`agent_id`, `type`)
);
--> statement-breakpoint
CREATE TABLE `replay_runs` (
	`replay_id` text NOT NULL,
	`run_id` text NOT NULL,
	`position` integer NOT NULL,
	`test_run_id` text,
	`verdict` text,
	`comparison` text,
	`error` text,
	PRIMARY KEY(`replay_id`, `run_id`)
);
--> statement-breakpoint
CREATE TABLE `replays` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`version_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`driven_until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `replays_workflow` ON `replays` (`workflow_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `app_secrets` (
	`piece_name` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `trigger_listeners` (
	`piece_name` text NOT NULL,
	`event` text NOT NULL,
	`identifier` text NOT NULL,
	`workflow_id` text NOT NULL,
	PRIMARY KEY(`piece_name`, `event`, `identifier`, `workflow_id`)
);
--> statement-breakpoint
CREATE INDEX `trigger_listeners_workflow` ON `trigger_listeners` (`workflow_id`);--> statement-breakpoint
CREATE TABLE `triggers` (
	`workflow_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`settings` text NOT NULL,
	`status` text NOT NULL,
	`address` text NOT NULL,
	`sealed` text,
	`cursor` text,
	`interval_ms` integer,
	`next_at` integer,
	`lease` text,
	`error` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`noticed_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `triggers_due` ON `triggers` (`next_at`);--> statement-breakpoint
CREATE INDEX `triggers_given_up` ON `triggers` (`next_at`,`updated_at`) WHERE status = 'ERROR';--> statement-breakpoint
DROP INDEX `calls_created`;--> statement-breakpoint
DROP INDEX `calls_agent`;--> statement-breakpoint
CREATE INDEX `calls_updated` ON `calls` (`updated_at`);--> statement-breakpoint
CREATE INDEX `calls_status` ON `calls` ("info" ->> 'status',`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_type` ON `calls` ("info" ->> 'type',`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_phone` ON `calls` ("info" ->> 'phone_number',`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_contact` ON `calls` ("info" ->> 'contact_uuid',`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_created` ON `calls` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `calls_agent` ON `calls` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
DROP INDEX `runs_workflow`;--> statement-breakpoint
DROP INDEX `runs_call`;--> statement-breakpoint
DROP INDEX `runs_status`;--> statement-breakpoint
ALTER TABLE `runs` ADD `answered_ms` integer;--> statement-breakpoint
ALTER TABLE `runs` ADD `answered_by` text;--> statement-breakpoint
ALTER TABLE `runs` ADD `change` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_created` ON `runs` (`environment`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_event_kind` ON `runs` (`environment`,`event_kind`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_workflow_status` ON `runs` (`workflow_id`,`environment`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_agent` ON `runs` (`agent_id`,`environment`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_error` ON `runs` (`error_code`,`environment`,`created_at`,`id`) WHERE error_code IS NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_failed_step` ON `runs` ("failed_step" ->> 'name',`environment`,`created_at`,`id`) WHERE failed_step IS NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_moving` ON `runs` (`updated_at`) WHERE status IN ('QUEUED', 'RUNNING');--> statement-breakpoint
CREATE INDEX `runs_ended` ON `runs` (`workflow_id`,`finished_at`);--> statement-breakpoint
CREATE INDEX `runs_change` ON `runs` (`workflow_id`,`change`);--> statement-breakpoint
CREATE INDEX `runs_workflow` ON `runs` (`workflow_id`,`environment`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_call` ON `runs` (`call_id`,`environment`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_status` ON `runs` (`environment`,`status`,`created_at`,`id`);--> statement-breakpoint
-- Written by hand: every agent gets one live version, which takes over its assignment.
INSERT INTO `agent_versions` (`id`, `agent_id`, `number`, `state`, `created_at`, `updated_at`, `published_at`)
SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
	`id`, 1, 'PUBLISHED', `created_at`, `updated_at`, `created_at` FROM `agents`;--> statement-breakpoint
CREATE TABLE `__new_agent_workflows` (
	`agent_version_id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`agent_version_id`, `workflow_id`)
);
--> statement-breakpoint
INSERT INTO `__new_agent_workflows`("agent_version_id", "workflow_id", "position") SELECT v.`id`, w.`workflow_id`, w.`position` FROM `agent_workflows` w JOIN `agent_versions` v ON v.`agent_id` = w.`agent_id`;--> statement-breakpoint
DROP TABLE `agent_workflows`;--> statement-breakpoint
ALTER TABLE `__new_agent_workflows` RENAME TO `agent_workflows`;--> statement-breakpoint
CREATE INDEX `agent_workflows_workflow` ON `agent_workflows` (`workflow_id`);--> statement-breakpoint
ALTER TABLE `agents` ADD `max_concurrent_calls` integer;--> statement-breakpoint
ALTER TABLE `agents` ADD `connection_id` text;--> statement-breakpoint
ALTER TABLE `agents` ADD `platform_agent_id` text;--> statement-breakpoint
ALTER TABLE `agents` ADD `platform_number_id` text;--> statement-breakpoint
ALTER TABLE `agents` ADD `platform_secrets` text;--> statement-breakpoint
ALTER TABLE `agents` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `versions` ADD `number` integer;--> statement-breakpoint
ALTER TABLE `versions` ADD `published_by` text;--> statement-breakpoint
ALTER TABLE `versions` ADD `pieces` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `connections` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `digest` text;--> statement-breakpoint
CREATE UNIQUE INDEX `versions_number` ON `versions` (`workflow_id`,`number`);--> statement-breakpoint
ALTER TABLE `workflows` ADD `folder_id` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `template_id` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `retention_days` integer;--> statement-breakpoint
CREATE INDEX `workflows_folder` ON `workflows` (`folder_id`,`created_at`);