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
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; status?: "ENABLED" | "DISABLED"; flow_category?: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty"; is_diga_trigger?: "true" | "false"; search?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Workflow)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}": {
    /** Read a workflow */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': Workflow } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a workflow */
    delete: { parameters: { query?: never; path: { flow_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/rename": {
    /** Rename a workflow */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { name: string } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/status": {
    /** Enable or disable a workflow */
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { status: "ENABLED" | "DISABLED" } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/import": {
    /** Replace the draft by a definition */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': DefinitionInput } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/publish": {
    /** Publish the draft */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { id: string; name: string; created: string; updated: string; status: "ENABLED" | "DISABLED"; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; fallbackAnswer?: unknown; [name: string]: unknown }; published_version_id: string | null; warnings: (Issue)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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

export type DefinitionInput = DefinitionInput

export type Issue = { severity: "error" | "warning"; step: string | null; path: string; code: string; message: string }

export type ApiKey = { id: string; name: string; prefix: string; scopes: (string)[]; created_by: { type: "admin" | "api_key" | "member"; id: string; name: string }; created: string; last_used_at: string | null; expires_at: string | null; revoked_at: string | null }

export type Member = Member

export type Actor = { type: "admin" | "api_key" | "member"; id: string; name: string; email?: string; role?: "ADMINISTRATOR" | "MEMBER" | "READER"; scopes: ("workflows.view" | "workflows.create" | "workflows.update" | "workflows.delete" | "runs.view" | "runs.control" | "connections.view" | "connections.create" | "connections.update" | "connections.delete" | "agents.view" | "agents.create" | "agents.update" | "agents.delete" | "members.manage" | "keys.manage")[] }

export type Session = Session
