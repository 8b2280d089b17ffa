CREATE TABLE `agent_workflows` (
	`agent_id` text NOT NULL,
	`workflow_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`agent_id`, `workflow_id`)
);
--> statement-breakpoint
CREATE INDEX `agent_workflows_workflow` ON `agent_workflows` (`workflow_id`);--> statement-breakpoint
CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`provider` text NOT NULL,
	`bearer_hash` text NOT NULL,
	`signing_secret` text NOT NULL,
	`deadline_seconds` integer,
	`phone_number` text,
	`outbound_url` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agents_phone_number` ON `agents` (`phone_number`);--> statement-breakpoint
CREATE INDEX `agents_created` ON `agents` (`created_at`);--> statement-breakpoint
CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`provider_call_id` text NOT NULL,
	`info` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calls_provider` ON `calls` (`agent_id`,`provider_call_id`);--> statement-breakpoint
CREATE INDEX `calls_created` ON `calls` (`created_at`);--> statement-breakpoint
CREATE INDEX `calls_agent` ON `calls` (`agent_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`version_id` text NOT NULL,
	`name` text NOT NULL,
	`call_id` text,
	`agent_id` text,
	`event_kind` text NOT NULL,
	`environment` text NOT NULL,
	`status` text NOT NULL,
	`steps_count` integer NOT NULL,
	`failed_step` text,
	`error_code` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `runs_workflow` ON `runs` (`workflow_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `runs_call` ON `runs` (`call_id`);--> statement-breakpoint
CREATE INDEX `runs_status` ON `runs` (`status`,`updated_at`);--> statement-breakpoint
CREATE TABLE `versions` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`state` text NOT NULL,
	`definition` text NOT NULL,
	`name` text NOT NULL,
	`category` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `versions_workflow` ON `versions` (`workflow_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`draft_version_id` text NOT NULL,
	`published_version_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE INDEX `workflows_created` ON `workflows` (`created_at`);