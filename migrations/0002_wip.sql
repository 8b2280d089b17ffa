CREATE TABLE `login_attempts` (
	`email_hash` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`locked_until` integer,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `login_attempts_last` ON `login_attempts` (`last_at`);--> statement-breakpoint
ALTER TABLE `members` DROP COLUMN `failed_logins`;--> statement-breakpoint
ALTER TABLE `members` DROP COLUMN `locked_until`;