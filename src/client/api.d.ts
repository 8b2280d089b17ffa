/** The management API. Made by `npm run api:types`. */
export interface Paths {
  "/v1/workflow/piece": {
    /** List pieces */
    get: { parameters: { query?: { search?: string; suggestion_type?: "ACTION" | "TRIGGER" | "ACTION_AND_TRIGGER"; categories?: ("AI" | "COMMUNICATION" | "SALES_AND_CRM" | "MARKETING" | "PRODUCTIVITY" | "COMMERCE" | "DEVELOPMENT")[] }; path?: never }; responses: { 200: { content: { 'application/json': (PieceSummary)[] } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/piece/{piece_name}": {
    /** Read a piece */
    get: { parameters: { query?: never; path: { piece_name: string } }; responses: { 200: { content: { 'application/json': Piece } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow": {
    /** Create a workflow */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { name: string } } }; responses: { 201: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List workflows */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; status?: "ENABLED" | "DISABLED"; flow_category?: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty"; is_diga_trigger?: "true" | "false"; search?: string; folder_id?: string; piece?: string; connection?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Workflow)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}": {
    /** Read a workflow */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': Workflow } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a workflow */
    delete: { parameters: { query?: never; path: { flow_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Change how a workflow is kept */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { folder_id?: string | null; retention_days?: number | null } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/duplicate": {
    /** Duplicate a workflow */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody?: { content: { 'application/json': { name?: string } } }; responses: { 201: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/rename": {
    /** Rename a workflow */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { name: string } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/status": {
    /** Enable or disable a workflow */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { status: "ENABLED" | "DISABLED" } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/publish": {
    /** Publish the draft */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { name: string; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; valid: boolean; pieces: (string)[]; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; fallbackAnswer?: unknown; [name: string]: unknown }; id: string; created: string; updated: string; status: "ENABLED" | "DISABLED"; published_version_id: string | null; has_unpublished_changes: boolean; folder_id: string | null; retention_days: number | null; source_flow_template_id: string | null; warnings: (Issue)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/import": {
    /** Import workflows */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': WorkflowFileInput } }; responses: { 201: { content: { 'application/json': { data: ({ flow_id: string; name: string; report: ImportReport })[] } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/import": {
    /** Replace the draft by a definition */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': WorkflowFileInput } }; responses: { 200: { content: { 'application/json': { name: string; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; valid: boolean; pieces: (string)[]; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; fallbackAnswer?: unknown; [name: string]: unknown }; id: string; created: string; updated: string; status: "ENABLED" | "DISABLED"; published_version_id: string | null; has_unpublished_changes: boolean; folder_id: string | null; retention_days: number | null; source_flow_template_id: string | null; report: ImportReport } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/export": {
    /** Export a workflow */
    get: { parameters: { query?: { version?: string }; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': ExportFile } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/trigger": {
    /** Replace the trigger */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { type: "EMPTY" | "PIECE_TRIGGER"; displayName: string; settings: Record<string, unknown>; [name: string]: unknown } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/action": {
    /** Add an action */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { parentStep: string; action: { name: string; type: "PIECE" | "CODE" | "LOOP_ON_ITEMS" | "ROUTER"; displayName: string; settings: Record<string, unknown>; [name: string]: unknown }; stepLocationRelativeToParent?: "AFTER" | "INSIDE_LOOP" | "INSIDE_BRANCH" | "INSIDE_ON_FAILURE" | null; branchIndex?: number | null } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Update an action */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { name: string; type: "PIECE" | "CODE" | "LOOP_ON_ITEMS" | "ROUTER"; displayName: string; settings: Record<string, unknown>; [name: string]: unknown } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/action/{action_name}": {
    /** Delete an action */
    delete: { parameters: { query?: never; path: { flow_id: string; action_name: string } }; responses: { 200: { content: { 'application/json': Workflow } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/action/move": {
    /** Move an action */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { name: string; newParentStep: string; stepLocationRelativeToParent?: "AFTER" | "INSIDE_LOOP" | "INSIDE_BRANCH" | "INSIDE_ON_FAILURE" | null; branchIndex?: number | null } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/branch": {
    /** Add a branch */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { stepName: string; branchIndex: number; branchName: string; conditions?: (({ operator?: "TEXT_CONTAINS" | "TEXT_DOES_NOT_CONTAIN" | "TEXT_EXACTLY_MATCHES" | "TEXT_DOES_NOT_EXACTLY_MATCH" | "TEXT_START_WITH" | "TEXT_DOES_NOT_START_WITH" | "TEXT_ENDS_WITH" | "TEXT_DOES_NOT_END_WITH" | "NUMBER_IS_GREATER_THAN" | "NUMBER_IS_LESS_THAN" | "NUMBER_IS_EQUAL_TO" | "BOOLEAN_IS_TRUE" | "BOOLEAN_IS_FALSE" | "DATE_IS_BEFORE" | "DATE_IS_EQUAL" | "DATE_IS_AFTER" | "LIST_CONTAINS" | "LIST_DOES_NOT_CONTAIN" | "LIST_IS_EMPTY" | "LIST_IS_NOT_EMPTY" | "EXISTS" | "DOES_NOT_EXIST" | null; caseSensitive?: boolean | null; [name: string]: unknown })[])[] | null } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a branch */
    delete: { parameters: { query?: never; path: { flow_id: string } }; requestBody?: { content: { 'application/json': { stepName: string; branchIndex: number } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/branch/duplicate": {
    /** Duplicate a branch */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { stepName: string; branchIndex: number } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/branch/move": {
    /** Move a branch */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { stepName: string; branchIndex: number; newIndex: number } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/issues": {
    /** Say what is wrong with a draft */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { valid: boolean; issues: (Issue)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/versions": {
    /** List the versions of a workflow */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc" }; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { data: (VersionSummary)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/versions/{version_id}": {
    /** Read a version */
    get: { parameters: { query?: never; path: { flow_id: string; version_id: string } }; responses: { 200: { content: { 'application/json': Version } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/versions/{version_id}/changes": {
    /** Say what changed in a version */
    get: { parameters: { query?: { since?: string }; path: { flow_id: string; version_id: string } }; responses: { 200: { content: { 'application/json': Changes } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/versions/{version_id}/use-as-draft": {
    /** Put a version back over the draft */
    post: { parameters: { query?: never; path: { flow_id: string; version_id: string } }; responses: { 200: { content: { 'application/json': Workflow } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/draft": {
    /** Put the published version back over the draft */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': Workflow } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/draft/discard": {
    /** Discard the draft */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': Workflow } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/folders": {
    /** List folders */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc" }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Folder)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Create a folder */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { name: string } } }; responses: { 201: { content: { 'application/json': Folder } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/folders/{folder_id}": {
    /** Rename a folder */
    patch: { parameters: { query?: never; path: { folder_id: string } }; requestBody: { content: { 'application/json': { name: string } } }; responses: { 200: { content: { 'application/json': Folder } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a folder */
    delete: { parameters: { query?: never; path: { folder_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/api-keys": {
    /** Create an API key */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { name: string; scopes: ("workflows.view" | "workflows.create" | "workflows.update" | "workflows.delete" | "runs.view" | "runs.control" | "connections.view" | "connections.create" | "connections.update" | "connections.delete" | "agents.view" | "agents.create" | "agents.update" | "agents.delete" | "members.manage" | "keys.manage")[]; expires_at?: string | null } } }; responses: { 201: { content: { 'application/json': { id: string; name: string; prefix: string; scopes: (string)[]; created_by: { type: "admin" | "api_key" | "member"; id: string; name: string }; created: string; last_used_at: string | null; expires_at: string | null; revoked_at: string | null; key: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List API keys */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc" }; path?: never }; responses: { 200: { content: { 'application/json': { data: (ApiKey)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/api-keys/{key_id}": {
    /** Revoke an API key */
    delete: { parameters: { query?: never; path: { key_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/members": {
    /** Add a member */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { email: string; name: string; role: "ADMINISTRATOR" | "MEMBER" | "READER"; password?: string } } }; responses: { 201: { content: { 'application/json': { id: string; email: string; name: string; role: "ADMINISTRATOR" | "MEMBER" | "READER"; has_password: boolean; invite_expires_at: string | null; created: string; last_login_at: string | null; invite_token?: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List members */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc" }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Member)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/members/{member_id}": {
    /** Change a member */
    patch: { parameters: { query?: never; path: { member_id: string } }; requestBody: { content: { 'application/json': { name?: string; role?: "ADMINISTRATOR" | "MEMBER" | "READER" } } }; responses: { 200: { content: { 'application/json': Member } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Remove a member */
    delete: { parameters: { query?: never; path: { member_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/members/{member_id}/invite": {
    /** Have a member set a new password */
    post: { parameters: { query?: never; path: { member_id: string } }; responses: { 200: { content: { 'application/json': { id: string; email: string; name: string; role: "ADMINISTRATOR" | "MEMBER" | "READER"; has_password: boolean; invite_expires_at: string | null; created: string; last_login_at: string | null; invite_token: string } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/session": {
    /** Say who I am */
    get: { parameters: { query?: never; path?: never }; responses: { 200: { content: { 'application/json': { member: Actor | null; setup_required: boolean } } }; 503: { content: { 'application/json': Error } } } }
    /** Log in */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { email: string; password: string } } }; responses: { 200: { content: { 'application/json': Session } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Log out */
    delete: { parameters: { query?: never; path?: never }; responses: { 204: { content?: never }; 403: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/session/setup": {
    /** Create the first administrator */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { email: string; name: string; password: string } } }; responses: { 201: { content: { 'application/json': Session } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/session/password": {
    /** Set a password by an invitation */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { token: string; password: string } } }; responses: { 200: { content: { 'application/json': Session } }; 400: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
}

export type Error = { status: "error"; error_code: string; message: string; details?: unknown }

export type PieceSummary = { name: string; displayName: string; description: string; version: string; categories: ("AI" | "COMMUNICATION" | "SALES_AND_CRM" | "MARKETING" | "PRODUCTIVITY" | "COMMERCE" | "DEVELOPMENT")[]; actions: number; triggers: number; [name: string]: unknown }

export type Piece = Piece

export type Workflow = Workflow

export type Trigger = { name: string; type: "EMPTY" | "PIECE_TRIGGER"; displayName: string; valid?: boolean; settings?: unknown; nextAction?: { name: string; type: string; [name: string]: unknown } | null; [name: string]: unknown }

export type Issue = { severity: "error" | "warning"; step: string | null; path: string; code: string; message: string }

export type WorkflowFileInput = WorkflowFileInput

export type ImportReport = { taken_over: number; changes: ({ step: string | null; code: string; message: string })[]; connections: ({ step: string; piece_name: string | null; connection_id: string | null; exists: boolean })[]; unknown_pieces: ({ step: string; piece_name: string; piece_version: string | null; suggestion?: { piece_name: string; action_name: string } })[]; unknown_actions: ({ step: string; piece_name: string; action_name: string | null; suggestion?: { piece_name: string; action_name: string } })[]; issues: (Issue)[] }

export type ExportFile = ExportFile

export type VersionSummary = { id: string; state: "DRAFT" | "LOCKED"; number: number | null; name: string; created: string; published_by: { type: "admin" | "api_key" | "member"; id: string; name: string } | null; is_published: boolean }

export type Version = Version

export type Changes = Changes

export type Folder = Folder

export type ApiKey = { id: string; name: string; prefix: string; scopes: (string)[]; created_by: { type: "admin" | "api_key" | "member"; id: string; name: string }; created: string; last_used_at: string | null; expires_at: string | null; revoked_at: string | null }

export type Member = Member

export type Actor = { type: "admin" | "api_key" | "member"; id: string; name: string; email?: string; role?: "ADMINISTRATOR" | "MEMBER" | "READER"; scopes: ("workflows.view" | "workflows.create" | "workflows.update" | "workflows.delete" | "runs.view" | "runs.control" | "connections.view" | "connections.create" | "connections.update" | "connections.delete" | "agents.view" | "agents.create" | "agents.update" | "agents.delete" | "members.manage" | "keys.manage")[] }

export type Session = Session
