ALTER TABLE `versions` ADD `pieces` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `connections` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `digest` text;--> statement-breakpoint
CREATE UNIQUE INDEX `versions_number` ON `versions` (`workflow_id`,`number`);--> statement-breakpoint
CREATE INDEX `folders_created` ON `folders` (`created_at`);