/** The management API. Made by `npm run api:types`. */
export interface Paths {
  "/v1/workflow/piece/{piece_name}/options": {
    /** Ask what a field offers */
    post: { parameters: { query?: never; path: { piece_name: string } }; requestBody: { content: { 'application/json': { step_type: "ACTION" | "TRIGGER"; step_name: string; property: string; connection_id?: string; input?: Record<string, unknown>; search?: string } } }; responses: { 200: { content: { 'application/json': Options } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/piece": {
    /** Upload a community piece */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/gzip': string } }; responses: { 201: { content: { 'application/json': CommunityPiece } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List pieces */
    get: { parameters: { query?: { search?: string; suggestion_type?: "ACTION" | "TRIGGER" | "ACTION_AND_TRIGGER"; categories?: ("AI" | "COMMUNICATION" | "SALES_AND_CRM" | "MARKETING" | "PRODUCTIVITY" | "COMMERCE" | "DEVELOPMENT")[] }; path?: never }; responses: { 200: { content: { 'application/json': (PieceSummary)[] } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/piece/{piece_id}": {
    /** Remove an uploaded community piece */
    delete: { parameters: { query?: never; path: { piece_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/piece/{piece_name}": {
    /** Read a piece */
    get: { parameters: { query?: never; path: { piece_name: string } }; responses: { 200: { content: { 'application/json': Piece } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/community-pieces": {
    /** List community pieces */
    get: { parameters: { query?: never; path?: never }; responses: { 200: { content: { 'application/json': { data: (CommunityPiece)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/template": {
    /** List templates */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "asc" | "desc"; flow_category?: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty"; language?: string; search?: string; piece?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Template)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/template/{template_id}": {
    /** Read a template */
    get: { parameters: { query?: never; path: { template_id: string } }; responses: { 200: { content: { 'application/json': Template } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/template/{template_id}/copy": {
    /** Copy a template */
    post: { parameters: { query?: never; path: { template_id: string } }; requestBody?: { content: { 'application/json': { flow_name?: string | null; variables?: Record<string, string | number | boolean> | null; connections?: ({ key: string; value: string })[] | null } | null } }; responses: { 200: { content: { 'application/json': { flow_id: string; flow_name: string; edit_url: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/cancel": {
    /** Cancel many runs */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { run_ids?: (string)[]; filter?: { status?: ("QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED")[]; agent_id?: string; call_id?: string; created_after?: string; created_before?: string; failed_step?: string; event_kind?: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; environment?: "PRODUCTION" | "TESTING" | "ALL"; error_code?: string; flow_id?: string }; limit?: number } } }; responses: { 200: { content: { 'application/json': { data: ({ run_id: string; ok: boolean; new_run_id?: string; error_code?: string; message?: string })[]; has_more: boolean } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/retry": {
    /** Run many runs again */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { run_ids?: (string)[]; filter?: { status?: ("QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED")[]; agent_id?: string; call_id?: string; created_after?: string; created_before?: string; failed_step?: string; event_kind?: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; environment?: "PRODUCTION" | "TESTING" | "ALL"; error_code?: string; flow_id?: string }; limit?: number; strategy: "FROM_FAILED_STEP" | "SKIP_FAILED_STEP" | "ON_LATEST_VERSION" } } }; responses: { 200: { content: { 'application/json': { data: ({ run_id: string; ok: boolean; new_run_id?: string; error_code?: string; message?: string })[]; has_more: boolean } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}/live-ticket": {
    /** Get a ticket for following a run */
    post: { parameters: { query?: never; path: { run_id: string } }; responses: { 200: { content: { 'application/json': LiveTicket } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}/live": {
    /** Follow a run */
    get: { parameters: { query?: { after?: number; ticket?: string }; path: { run_id: string } }; responses: { 101: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 426: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/executions/live-ticket": {
    /** Get a ticket for following the runs of a workflow */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': LiveTicket } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/executions/live": {
    /** Follow the runs of a workflow */
    get: { parameters: { query?: { after?: number; ticket?: string }; path: { flow_id: string } }; responses: { 101: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 426: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connections": {
    /** List connections */
    get: { parameters: { query?: { piece_name?: string; status?: "ACTIVE" | "ERROR"; search?: string }; path?: never }; responses: { 200: { content: { 'application/json': (Connection)[] } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Create a connection */
    post: { parameters: { query?: { validate?: "true" | "false" }; path?: never }; requestBody: { content: { 'application/json': { piece_name: string; display_name: string; type: "OAUTH2" | "PLATFORM_OAUTH2" | "CLOUD_OAUTH2" | "SECRET_TEXT" | "BASIC_AUTH" | "CUSTOM_AUTH" | "NO_AUTH"; value?: Record<string, unknown> } } }; responses: { 200: { content: { 'application/json': Connection } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connections/oauth/start": {
    /** Start an OAuth login */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { piece_name?: string; display_name?: string; connection_id?: string; client_id?: string; client_secret?: string; props?: Record<string, unknown>; scopes?: (string)[] } } }; responses: { 200: { content: { 'application/json': { authorization_url: string; state: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connections/rotate-key": {
    /** Re-encrypt secrets with the current key */
    post: { parameters: { query?: never; path?: never }; responses: { 200: { content: { 'application/json': { rotated: number; unreadable: number; remaining: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 500: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connections/{connection_id}": {
    /** Read a connection */
    get: { parameters: { query?: never; path: { connection_id: string } }; responses: { 200: { content: { 'application/json': Connection } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Rename a connection */
    patch: { parameters: { query?: never; path: { connection_id: string } }; requestBody: { content: { 'application/json': { display_name: string } } }; responses: { 200: { content: { 'application/json': Connection } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a connection */
    delete: { parameters: { query?: never; path: { connection_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connections/{connection_id}/value": {
    /** Reconnect a connection */
    put: { parameters: { query?: { validate?: "true" | "false" }; path: { connection_id: string } }; requestBody: { content: { 'application/json': { type?: "OAUTH2" | "PLATFORM_OAUTH2" | "CLOUD_OAUTH2" | "SECRET_TEXT" | "BASIC_AUTH" | "CUSTOM_AUTH" | "NO_AUTH"; value?: Record<string, unknown> } } }; responses: { 200: { content: { 'application/json': Connection } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connections/{connection_id}/test": {
    /** Test a connection */
    post: { parameters: { query?: never; path: { connection_id: string } }; responses: { 200: { content: { 'application/json': { success: boolean; error: { code: string; message: string } | null } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connection-requests": {
    /** Ask a client for a connection */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { piece_name: string; display_name: string; expires_in_days?: number; language?: "en" | "es" } } }; responses: { 201: { content: { 'application/json': { id: string; piece_name: string; display_name: string; language: "en" | "es"; status: "PENDING" | "COMPLETED" | "EXPIRED" | "REVOKED"; connection_id: string | null; created: string; expires: string; url: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List connection requests */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc" }; path?: never }; responses: { 200: { content: { 'application/json': { data: (ConnectionRequest)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connection-requests/{request_id}/regenerate": {
    /** Replace the link of a connection request */
    post: { parameters: { query?: never; path: { request_id: string } }; requestBody?: { content: { 'application/json': { expires_in_days?: number } } }; responses: { 200: { content: { 'application/json': { id: string; piece_name: string; display_name: string; language: "en" | "es"; status: "PENDING" | "COMPLETED" | "EXPIRED" | "REVOKED"; connection_id: string | null; created: string; expires: string; url: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 410: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/connection-requests/{request_id}": {
    /** Revoke a connection request */
    delete: { parameters: { query?: never; path: { request_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/oauth-apps/{piece_name}": {
    /** Store the OAuth app of a piece */
    put: { parameters: { query?: never; path: { piece_name: string } }; requestBody: { content: { 'application/json': { client_id: string; client_secret: string } } }; responses: { 200: { content: { 'application/json': OAuthApp } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Read the OAuth app of a piece */
    get: { parameters: { query?: never; path: { piece_name: string } }; responses: { 200: { content: { 'application/json': OAuthApp } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Forget the OAuth app of a piece */
    delete: { parameters: { query?: never; path: { piece_name: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/app-secrets": {
    /** List the pieces whose apps may send events */
    get: { parameters: { query?: never; path?: never }; responses: { 200: { content: { 'application/json': { data: (KeptAppSecret)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/app-secrets/{piece_name}": {
    /** Set what a piece's app signs its events with */
    put: { parameters: { query?: never; path: { piece_name: string } }; requestBody: { content: { 'application/json': { secret: string } } }; responses: { 200: { content: { 'application/json': AppSecret } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Forget what a piece's app signs its events with */
    delete: { parameters: { query?: never; path: { piece_name: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/notices": {
    /** List what was given up */
    get: { parameters: { query?: never; path?: never }; responses: { 200: { content: { 'application/json': { data: (Notice)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions": {
    /** List runs */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; status?: ("QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED")[]; agent_id?: string; call_id?: string; created_after?: string; created_before?: string; failed_step?: string; event_kind?: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; environment?: "PRODUCTION" | "TESTING" | "ALL"; error_code?: string; flow_id?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Run)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/executions": {
    /** List the runs of a workflow */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; status?: ("QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED")[]; agent_id?: string; call_id?: string; created_after?: string; created_before?: string; failed_step?: string; event_kind?: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; environment?: "PRODUCTION" | "TESTING" | "ALL"; error_code?: string }; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { data: (Run)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}": {
    /** Read a run */
    get: { parameters: { query?: never; path: { run_id: string } }; responses: { 200: { content: { 'application/json': RunDetail } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}/cancel": {
    /** Cancel a run */
    post: { parameters: { query?: never; path: { run_id: string } }; responses: { 200: { content: { 'application/json': RunDetail } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}/retry": {
    /** Run a run again */
    post: { parameters: { query?: never; path: { run_id: string } }; requestBody: { content: { 'application/json': { strategy: "FROM_FAILED_STEP" | "SKIP_FAILED_STEP" | "ON_LATEST_VERSION" } } }; responses: { 200: { content: { 'application/json': RunDetail } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}/resume": {
    /** Resume a waiting run */
    post: { parameters: { query?: never; path: { run_id: string } }; requestBody?: { content: { 'application/json': { action?: string; payload?: resumeWaitingRunschema0; path?: string } } }; responses: { 200: { content: { 'application/json': RunDetail } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/executions/{run_id}/events": {
    /** Read what happened in a run */
    get: { parameters: { query?: { after?: number; limit?: number }; path: { run_id: string } }; responses: { 200: { content: { 'application/json': { data: ({ seq: number; type: string; path: string | null; at: string })[]; has_more: boolean } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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
    delete: { parameters: { query?: never; path: { flow_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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
    patch: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { status: "ENABLED" | "DISABLED" } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } }; 504: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/publish": {
    /** Publish the draft */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { name: string; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; valid: boolean; pieces: (string)[]; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; latencyBudgetMs?: number; fallbackAnswer?: unknown; filler?: string; repeatWindowSeconds?: number; readOnly?: boolean; [name: string]: unknown }; notes?: ({ id: string; content: string; color: string; position: { x: number; y: number }; size: { width: number; height: number }; [name: string]: unknown })[]; id: string; created: string; updated: string; status: "ENABLED" | "DISABLED"; published_version_id: string | null; draft_updated: string; has_unpublished_changes: boolean; folder_id: string | null; retention_days: number | null; source_flow_template_id: string | null; trigger_status: "ACTIVE" | "CHANGING" | "LEFT" | "ERROR" | null; trigger_error: { code: string; message: string } | null; warnings: (Issue)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } }; 504: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/import": {
    /** Import workflows */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': WorkflowFileInput } }; responses: { 201: { content: { 'application/json': { data: ({ flow_id: string; name: string; report: ImportReport })[] } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/import": {
    /** Replace the draft by a definition */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': WorkflowFileInput } }; responses: { 200: { content: { 'application/json': { name: string; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; valid: boolean; pieces: (string)[]; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; latencyBudgetMs?: number; fallbackAnswer?: unknown; filler?: string; repeatWindowSeconds?: number; readOnly?: boolean; [name: string]: unknown }; notes?: ({ id: string; content: string; color: string; position: { x: number; y: number }; size: { width: number; height: number }; [name: string]: unknown })[]; id: string; created: string; updated: string; status: "ENABLED" | "DISABLED"; published_version_id: string | null; draft_updated: string; has_unpublished_changes: boolean; folder_id: string | null; retention_days: number | null; source_flow_template_id: string | null; trigger_status: "ACTIVE" | "CHANGING" | "LEFT" | "ERROR" | null; trigger_error: { code: string; message: string } | null; report: ImportReport } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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
  "/v1/workflow/{flow_id}/operations": {
    /** Edit a draft in several steps */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { since?: string; operations: ({ type: "ADD_ACTION" | "UPDATE_ACTION" | "DELETE_ACTION" | "MOVE_ACTION" | "DUPLICATE_ACTION" | "ADD_BRANCH" | "DELETE_BRANCH" | "DUPLICATE_BRANCH" | "MOVE_BRANCH" | "SET_SKIP_ACTION" | "UPDATE_TRIGGER" | "IMPORT_FLOW" | "CHANGE_NAME" | "UPDATE_SETTINGS" | "UPDATE_NOTES"; request: unknown })[] } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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
  "/v1/workflow/{flow_id}/snapshots/{snapshot_id}": {
    /** Read a draft as it was tested */
    get: { parameters: { query?: never; path: { flow_id: string; snapshot_id: string } }; responses: { 200: { content: { 'application/json': Snapshot } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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
  "/v1/workflow/{flow_id}/sample-data": {
    /** List the samples of a workflow */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { data: ({ step: string; updated: string; pinned: boolean; data?: unknown })[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/steps/{step_name}/sample-data": {
    /** Read a sample of a step */
    get: { parameters: { query?: { type?: "INPUT" | "OUTPUT" }; path: { flow_id: string; step_name: string } }; responses: { 200: { content: { 'application/json': { data: unknown } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Save a sample of a step */
    post: { parameters: { query?: never; path: { flow_id: string; step_name: string } }; requestBody: { content: { 'application/json': { payload: saveSampleOfStepschema0; type?: "INPUT" | "OUTPUT"; dataType?: "JSON" | "STRING"; pinned?: boolean } } }; responses: { 200: { content: { 'application/json': Workflow } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete the samples of a step */
    delete: { parameters: { query?: { type?: "INPUT" | "OUTPUT" }; path: { flow_id: string; step_name: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/steps/{step_name}/test": {
    /** Test a step */
    post: { parameters: { query?: never; path: { flow_id: string; step_name: string } }; requestBody?: { content: { 'application/json': { input?: Record<string, testStepschema0>; samples?: Record<string, testStepschema0>; live?: boolean } } }; responses: { 200: { content: { 'application/json': StepTest } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/test": {
    /** Test a workflow */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody?: { content: { 'application/json': { payload?: Record<string, testWorkflowschema0>; live?: boolean } } }; responses: { 200: { content: { 'application/json': WorkflowTest } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/replay": {
    /** Replay past runs with the draft */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody: { content: { 'application/json': { run_id: string } | { call_id: string } | { last: number } } }; responses: { 202: { content: { 'application/json': Replay } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/replays": {
    /** List the replays of a workflow */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': { data: (ReplaySummary)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/replays/{replay_id}": {
    /** Read a replay */
    get: { parameters: { query?: never; path: { flow_id: string; replay_id: string } }; responses: { 200: { content: { 'application/json': Replay } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/trigger/test": {
    /** Test the trigger */
    post: { parameters: { query?: never; path: { flow_id: string } }; requestBody?: { content: { 'application/json': { payload?: Record<string, testTriggerschema0> } } }; responses: { 200: { content: { 'application/json': TriggerTest } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/trigger/test/listen": {
    /** Catch a real event */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': TriggerListener } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** See whether an event was caught */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': TriggerListener } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/schedule/preview": {
    /** See when a schedule would fire */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { piece_name?: string; trigger_name: string; input?: Record<string, unknown> } } }; responses: { 200: { content: { 'application/json': Schedule } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/schedule": {
    /** See when a workflow fires next */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': Schedule } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/latency": {
    /** How soon callers had their answer */
    get: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': Latency } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/workflow/{flow_id}/form-link": {
    /** Get a link to the draft's form */
    post: { parameters: { query?: never; path: { flow_id: string } }; responses: { 200: { content: { 'application/json': FormLink } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/tools": {
    /** List an agent's functions */
    get: { parameters: { query?: { format?: "patchcord" | "openai" | "vapi" | "retell" | "elevenlabs" | "ultravox" | "bland" | "telnyx" }; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': (Record<string, unknown>)[] } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/tools/sync": {
    /** Put an agent's functions into its platform */
    post: { parameters: { query?: never; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': { created: (string)[]; updated: (string)[]; removed: (string)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 412: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } }; 504: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/latency": {
    /** How soon callers had the answers of its workflows */
    get: { parameters: { query?: never; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': { data: ({ count: number; p50_ms: number | null; p95_ms: number | null; over_budget: number; budget_ms: number | null; since: string | null; steps: ({ name: string; count: number; p50_ms: number | null; p95_ms: number | null })[]; workflow_id: string })[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/unknown-events": {
    /** Count the events of an agent's platform that are not known here */
    get: { parameters: { query?: never; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': { data: (UnknownEvents)[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/simulation": {
    /** Play a moment of an agent's call */
    post: { parameters: { query?: never; path: { agent_id: string } }; requestBody: { content: { 'application/json': { event: "pre_call" | "function_call" | "call_finished"; tool?: string; body: { call_id: string; [name: string]: unknown } } } }; responses: { 200: { content: { 'application/json': Simulation } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/versions": {
    /** List an agent's versions */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc" }; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': { data: (AgentVersion)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Make a draft version */
    post: { parameters: { query?: never; path: { agent_id: string } }; requestBody?: { content: { 'application/json': { from_version_id?: string } } }; responses: { 201: { content: { 'application/json': AgentVersion } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/versions/{version_id}": {
    /** Replace a version's workflows */
    patch: { parameters: { query?: never; path: { agent_id: string; version_id: string } }; requestBody: { content: { 'application/json': { flow_ids: (string)[] } } }; responses: { 200: { content: { 'application/json': AgentVersion } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a draft version */
    delete: { parameters: { query?: never; path: { agent_id: string; version_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/versions/{version_id}/publish": {
    /** Make a version the live one */
    post: { parameters: { query?: never; path: { agent_id: string; version_id: string } }; responses: { 200: { content: { 'application/json': AgentVersion } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents": {
    /** Add an agent */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { name: string; provider: "generic" | "simulator" | "vapi" | "retell" | "elevenlabs" | "twilio" | "ultravox" | "bland" | "telnyx" | "diga"; phone_number?: string | null; outbound_url?: string | null; deadline_seconds?: number | null; max_concurrent_calls?: number | null; connection_id?: string | null; platform_agent_id?: string | null; platform_number_id?: string | null; secrets?: (string)[]; flow_ids?: (string)[] } } }; responses: { 201: { content: { 'application/json': { id: string; name: string; provider: string; version_id: string; hook_url: string; mcp_url: string; phone_number: string | null; outbound_url: string | null; deadline_seconds: number | null; max_concurrent_calls: number | null; connection_id: string | null; platform_agent_id: string | null; platform_number_id: string | null; flow_ids: (string)[]; flows: (AssignedFlow)[]; produced_variables: (string)[]; consumed_variables: (string)[]; created: string; updated: string; bearer_secret: string; signing_secret: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List agents */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; provider?: "generic" | "simulator" | "vapi" | "retell" | "elevenlabs" | "twilio" | "ultravox" | "bland" | "telnyx" | "diga"; search?: string; flow_id?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Agent)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}": {
    /** Read an agent */
    get: { parameters: { query?: never; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': Agent } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Change an agent */
    patch: { parameters: { query?: never; path: { agent_id: string } }; requestBody: { content: { 'application/json': { name?: string; phone_number?: string | null; outbound_url?: string | null; deadline_seconds?: number | null; max_concurrent_calls?: number | null; connection_id?: string | null; platform_agent_id?: string | null; platform_number_id?: string | null; secrets?: (string)[]; flow_ids?: (string)[] } } }; responses: { 200: { content: { 'application/json': Agent } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete an agent */
    delete: { parameters: { query?: never; path: { agent_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/agents/{agent_id}/secrets/rotate": {
    /** Replace an agent's secrets */
    post: { parameters: { query?: never; path: { agent_id: string } }; responses: { 200: { content: { 'application/json': { bearer_secret: string; signing_secret: string; id: string } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/platforms/{provider}": {
    /** List a platform's agents and numbers */
    get: { parameters: { query: { connection_id: string }; path: { provider: string } }; responses: { 200: { content: { 'application/json': Platform } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } }; 504: { content: { 'application/json': Error } } } }
  }
  "/v1/call": {
    /** Place a call */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { from_number: string; to_number: string; dynamic_variables?: Record<string, placeCallschema0> | null; agent_version_id?: string | null } } }; responses: { 201: { content: { 'application/json': DigaCall } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 412: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 429: { content: { 'application/json': Error } }; 502: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } }; 504: { content: { 'application/json': Error } } } }
    /** List calls in Diga’s form */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "asc" | "desc"; agent_id?: string; status?: "dialing" | "in_queue" | "in_progress" | "completed"; type?: "inbound" | "outbound"; start_created_date?: string; end_created_date?: string; contact_id?: string; phone_id?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (DigaCall)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/calls": {
    /** List calls */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; agent_id?: string; status?: string; type?: string; phone_number?: string; start_created_date?: string; end_created_date?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (Call)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/calls/{call_id}": {
    /** Read a call */
    get: { parameters: { query?: never; path: { call_id: string } }; responses: { 200: { content: { 'application/json': CallDetail } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns": {
    /** Create a campaign */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { name: string; agent: string; agent_version?: string | null; rules?: { windows?: ({ days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[]; from: string; to: string })[]; zone?: "callee" | string; fallback_zone?: string; quiet_days?: (string)[]; hours_between_calls?: number | null }; max_concurrent_calls?: number; calls_per_minute?: number; retry?: { max_attempts?: number; after?: { no_answer?: (string)[]; busy?: (string)[]; voicemail?: (string)[] | "done"; failed?: (string)[] } }; max_call_minutes?: number; default_country?: string | null; dynamic_variables?: Record<string, createCampaignschema0>; keep_open?: boolean; start_at?: string | null; rows?: ({ number: string; key?: string; dynamic_variables?: Record<string, createCampaignschema0> })[] } } }; responses: { 201: { content: { 'application/json': Campaign } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List campaigns */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; status?: "DRAFT" | "RUNNING" | "PAUSED" | "STOPPED" | "DONE"; agent?: string; keep_open?: string; search?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (CampaignSummary)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}": {
    /** Read a campaign */
    get: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 200: { content: { 'application/json': Campaign } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Change a campaign */
    patch: { parameters: { query?: never; path: { campaign_id: string } }; requestBody: { content: { 'application/json': { name?: string; agent?: string; agent_version?: string | null; rules?: { windows?: ({ days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[]; from: string; to: string })[]; zone?: "callee" | string; fallback_zone?: string; quiet_days?: (string)[]; hours_between_calls?: number | null }; max_concurrent_calls?: number; calls_per_minute?: number; retry?: { max_attempts?: number; after?: { no_answer?: (string)[]; busy?: (string)[]; voicemail?: (string)[] | "done"; failed?: (string)[] } }; max_call_minutes?: number; default_country?: string | null; dynamic_variables?: Record<string, changeCampaignschema0>; keep_open?: boolean; start_at?: string | null } } }; responses: { 200: { content: { 'application/json': Campaign } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Delete a campaign */
    delete: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/start": {
    /** Start a campaign */
    post: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 200: { content: { 'application/json': Campaign } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/pause": {
    /** Pause a campaign */
    post: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 200: { content: { 'application/json': Campaign } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/resume": {
    /** Resume a campaign */
    post: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 200: { content: { 'application/json': Campaign } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/stop": {
    /** Stop a campaign */
    post: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 200: { content: { 'application/json': Campaign } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/rows": {
    /** Add rows to a campaign */
    post: { parameters: { query?: never; path: { campaign_id: string } }; requestBody: { content: { 'application/json': { rows: ({ number: string; key?: string; dynamic_variables?: Record<string, addRowsToCampaignschema0> })[] } } }; responses: { 200: { content: { 'application/json': { added: number; skipped: number; already_there: (string)[] } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** List the rows of a campaign */
    get: { parameters: { query?: { state?: "QUEUED" | "DIALLING" | "IN_CALL" | "DONE" | "FAILED" | "SKIPPED" | "STOPPED"; reason?: string; after?: number; limit?: number }; path: { campaign_id: string } }; responses: { 200: { content: { 'application/json': { data: (CampaignRow)[]; has_more: boolean; last_id: string | null } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/rows/import": {
    /** Import rows into a campaign */
    post: { parameters: { query?: { number_column?: string; key_column?: string }; path: { campaign_id: string } }; requestBody: { content: { 'text/csv': string } }; responses: { 200: { content: { 'application/json': { added: number; skipped_count: number; skipped: ({ line: number; text: string; reason: string; message: string })[]; already_there_count: number; already_there: ({ line: number; key: string })[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 409: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/campaigns/{campaign_id}/rows.csv": {
    /** Export the rows of a campaign */
    get: { parameters: { query?: never; path: { campaign_id: string } }; responses: { 200: { content: { 'text/csv': string } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/do-not-call": {
    /** List the numbers not to call */
    get: { parameters: { query?: { after?: string; before?: string; page?: number; limit?: number; order?: "desc"; search?: string }; path?: never }; responses: { 200: { content: { 'application/json': { data: (DoNotCallEntry)[]; first_id: string | null; last_id: string | null; has_more: boolean; current_page: number | null; total_pages: number } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Add numbers not to call */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { numbers: (string)[]; reason?: string | null; default_country?: string; source?: string; expires_at?: string } } }; responses: { 201: { content: { 'application/json': { added: number; already_there: number } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/do-not-call/import": {
    /** Import numbers not to call */
    post: { parameters: { query?: { column?: string; default_country?: string; source?: string; expires_at?: string }; path?: never }; requestBody: { content: { 'text/csv': string } }; responses: { 200: { content: { 'application/json': { added: number; already_there: number; refused_count: number; refused: ({ line: number; text: string; code: string; message: string })[] } } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/do-not-call/check": {
    /** Check whether numbers may be called */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { numbers: (string)[]; default_country?: string; rules?: { windows?: ({ days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[]; from: string; to: string })[]; zone?: "callee" | string; fallback_zone?: string; quiet_days?: (string)[]; hours_between_calls?: number | null } } } }; responses: { 200: { content: { 'application/json': { data: (CallCheck)[] } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/do-not-call/{number}": {
    /** Read why a number is not called */
    get: { parameters: { query?: never; path: { number: string } }; responses: { 200: { content: { 'application/json': DoNotCallEntry } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
    /** Let a number be called again */
    delete: { parameters: { query?: never; path: { number: string } }; responses: { 204: { content?: never }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 404: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
  }
  "/v1/api-keys": {
    /** Create an API key */
    post: { parameters: { query?: never; path?: never }; requestBody: { content: { 'application/json': { name: string; scopes: ("workflows.view" | "workflows.create" | "workflows.update" | "workflows.delete" | "runs.view" | "runs.control" | "connections.view" | "connections.create" | "connections.update" | "connections.delete" | "agents.view" | "agents.create" | "agents.update" | "agents.delete" | "calls.create" | "campaigns.view" | "campaigns.control" | "members.manage" | "keys.manage" | "pieces.manage")[]; expires_at?: string | null } } }; responses: { 201: { content: { 'application/json': { id: string; name: string; prefix: string; scopes: (string)[]; created_by: { type: "admin" | "api_key" | "member"; id: string; name: string }; created: string; last_used_at: string | null; expires_at: string | null; revoked_at: string | null; key: string } } }; 400: { content: { 'application/json': Error } }; 401: { content: { 'application/json': Error } }; 403: { content: { 'application/json': Error } }; 413: { content: { 'application/json': Error } }; 422: { content: { 'application/json': Error } }; 503: { content: { 'application/json': Error } } } }
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

export type Options = { disabled: boolean; placeholder?: string; options?: ({ label: string; value: string | number })[]; properties?: Record<string, { type: string; displayName: string; required: boolean; [name: string]: unknown }> }

export type CommunityPiece = { id: string; piece_name: string; piece_version: string; display_name: string; hash: string; source: "build" | "upload"; added_by: { type: "admin" | "api_key" | "member"; id: string; name: string } | null; created: string | null }

export type PieceSummary = { name: string; displayName: string; description: string; version: string; categories: ("AI" | "COMMUNICATION" | "SALES_AND_CRM" | "MARKETING" | "PRODUCTIVITY" | "COMMERCE" | "DEVELOPMENT")[]; community?: true; actions: number; triggers: number; [name: string]: unknown }

export type Piece = { name: string; displayName: string; description: string; version: string; categories: ("AI" | "COMMUNICATION" | "SALES_AND_CRM" | "MARKETING" | "PRODUCTIVITY" | "COMMERCE" | "DEVELOPMENT")[]; community?: true; actions: Record<string, { name: string; displayName: string; [name: string]: unknown }>; triggers: Record<string, { name: string; displayName: string; [name: string]: unknown }>; [name: string]: unknown }

export type Template = { id: string; slug: string; name: string; language: string; description: string; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty"; setup_guide_url: string | null; setup: (string)[]; pieces: (string)[]; template: { displayName: string; [name: string]: unknown }; connections: ({ key: string; name: string; description: string; piece_name: string; auth_type: "OAUTH2" | "PLATFORM_OAUTH2" | "CLOUD_OAUTH2" | "SECRET_TEXT" | "BASIC_AUTH" | "CUSTOM_AUTH" | "NO_AUTH" })[]; variables: (string)[]; variable_descriptions: Record<string, string> }

export type LiveTicket = { ticket: string; expires_in: number }

export type Connection = { id: string; external_id: string; display_name: string; piece_name: string; status: "ACTIVE" | "ERROR"; status_reason: string | null; type: "OAUTH2" | "PLATFORM_OAUTH2" | "CLOUD_OAUTH2" | "SECRET_TEXT" | "BASIC_AUTH" | "CUSTOM_AUTH" | "NO_AUTH"; used_by: ({ flow_id: string; name: string; state: "published" | "draft" } | { agent_id: string; name: string })[]; created: string; updated: string }

export type ConnectionRequest = { id: string; piece_name: string; display_name: string; language: "en" | "es"; status: "PENDING" | "COMPLETED" | "EXPIRED" | "REVOKED"; connection_id: string | null; created: string; expires: string }

export type OAuthApp = { piece_name: string; client_id: string; redirect_url: string; created: string; updated: string }

export type KeptAppSecret = { piece_name: string; events_url: string; updated: string | null }

export type AppSecret = { piece_name: string; events_url: string }

export type Notice = { type: "workflow.trigger_given_up"; flow_id: string; flow_name: string; error: { code: string; message: string } | null; failures: number; created: string; delivered: string | null }

export type Run = { id: string; flowId: string; flowDisplayName: string | null; status: "QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED"; created: string; updated: string; startTime: string | null; finishTime: string | null; duration: number | null; stepsCount: number; tags: (string)[]; failedStep: { name: string; displayName: string; path?: string } | null; versionId: string; callId: string | null; agentId: string | null; eventKind: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; environment: "PRODUCTION" | "TESTING"; errorCode: string | null }

export type RunDetail = { id: string; flowId: string; flowDisplayName: string | null; status: "QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED"; created: string; updated: string; startTime: string | null; finishTime: string | null; duration: number | null; stepsCount: number; tags: (string)[]; failedStep: { name: string; displayName: string; path?: string } | null; versionId: string; callId: string | null; agentId: string | null; eventKind: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; environment: "PRODUCTION" | "TESTING"; errorCode: string | null; steps: Record<string, RunStep>; eventId: string; retryOf: string | null; answer: unknown; error: RunError | null; paused: boolean; waits: (RunWait)[] }

export type RunStep = { type: string | null; displayName: string; status: "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "CANCELED"; input: unknown; output: unknown; error: RunError | null; attempts: ({ attempt: number; startTime: string; finishTime: string | null; error: RunError | null })[]; startTime: string; finishTime: string | null; duration: number | null; warnings?: ({ code: string; path: string; token: string; message: string })[]; logs: (string)[]; sample?: boolean; mocked?: MockedStep }

export type RunError = { code: string; message: string; retryable: boolean; details?: unknown }

export type MockedStep = { from: "same_input" | "other_input" | "sample" | "nothing"; path?: string }

export type RunWait = { path: string; kind: "retry" | "timer" | "event"; until: string; key: string | null; resumeUrls?: Record<string, string> }

export type resumeWaitingRunschema0 = string | number | boolean | null | (resumeWaitingRunschema0)[] | Record<string, resumeWaitingRunschema0>

export type Workflow = { name: string; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; valid: boolean; pieces: (string)[]; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; latencyBudgetMs?: number; fallbackAnswer?: unknown; filler?: string; repeatWindowSeconds?: number; readOnly?: boolean; [name: string]: unknown }; notes?: ({ id: string; content: string; color: string; position: { x: number; y: number }; size: { width: number; height: number }; [name: string]: unknown })[]; id: string; created: string; updated: string; status: "ENABLED" | "DISABLED"; published_version_id: string | null; draft_updated: string; has_unpublished_changes: boolean; folder_id: string | null; retention_days: number | null; source_flow_template_id: string | null; trigger_status: "ACTIVE" | "CHANGING" | "LEFT" | "ERROR" | null; trigger_error: { code: string; message: string } | null }

export type Trigger = { name: string; type: "EMPTY" | "PIECE_TRIGGER"; displayName: string; valid?: boolean; settings?: unknown; nextAction?: { name: string; type: string; [name: string]: unknown } | null; [name: string]: unknown }

export type Issue = { severity: "error" | "warning"; step: string | null; path: string; code: string; message: string }

export type WorkflowFileInput = { displayName?: unknown; trigger?: unknown; schemaVersion?: unknown; name?: unknown; flows?: unknown; template?: unknown; [name: string]: unknown }

export type ImportReport = { taken_over: number; changes: ({ step: string | null; code: string; message: string })[]; connections: ({ step: string; piece_name: string | null; connection_id: string | null; exists: boolean })[]; unknown_pieces: ({ step: string; piece_name: string; piece_version: string | null; install?: { command: string; piece_version: string }; suggestion?: { piece_name: string; action_name: string } })[]; community_pieces: ({ step: string; piece_name: string; piece_version: string; native?: { piece_name: string; piece_version: string } })[]; unknown_actions: ({ step: string; piece_name: string; action_name: string | null; install?: { command: string; piece_version: string }; suggestion?: { piece_name: string; action_name: string } })[]; issues: (Issue)[] }

export type ExportFile = { name: string; description: string; pieces: (string)[]; flows: ({ displayName: string; [name: string]: unknown })[]; schemaVersion: string; connections: ({ key: string; piece_name: string | null })[]; blanked: ({ step: string; path: string })[]; [name: string]: unknown }

export type VersionSummary = { id: string; state: "DRAFT" | "LOCKED"; number: number | null; name: string; created: string; published_by: { type: "admin" | "api_key" | "member"; id: string; name: string } | null; is_published: boolean }

export type Version = { id: string; state: "DRAFT" | "LOCKED"; number: number | null; name: string; created: string; published_by: { type: "admin" | "api_key" | "member"; id: string; name: string } | null; is_published: boolean; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; trigger: Trigger; valid: boolean; pieces: (string)[]; produced_variables: (string)[]; consumed_variables: (string)[]; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; latencyBudgetMs?: number; fallbackAnswer?: unknown; filler?: string; repeatWindowSeconds?: number; readOnly?: boolean; [name: string]: unknown }; notes?: ({ id: string; content: string; color: string; position: { x: number; y: number }; size: { width: number; height: number }; [name: string]: unknown })[]; issues: (Issue)[] }

export type Changes = { since: string | null; changes: ({ step: string | null; displayName: string; kind: "added" | "removed" | "changed" | "moved" | "renamed"; fields: ({ path: string; before?: unknown; after?: unknown })[] })[] }

export type Snapshot = { name: string; trigger: Trigger; schemaVersion?: string | null; settings?: { deadlineSeconds?: number; latencyBudgetMs?: number; fallbackAnswer?: unknown; filler?: string; repeatWindowSeconds?: number; readOnly?: boolean; [name: string]: unknown }; notes?: ({ id: string; content: string; color: string; position: { x: number; y: number }; size: { width: number; height: number }; [name: string]: unknown })[]; id: string }

export type Folder = { id: string; name: string; created: string; workflows_count: number }

export type saveSampleOfStepschema0 = string | number | boolean | null | (saveSampleOfStepschema0)[] | Record<string, saveSampleOfStepschema0>

export type testStepschema0 = string | number | boolean | null | (testStepschema0)[] | Record<string, testStepschema0>

export type StepTest = { success: boolean; input: unknown; output: unknown; standardOutput: string; standardError: string; run_id: string; duration: number; error: { code: string; message: string; retryable: boolean; details?: unknown } | null; warnings: ({ code: string; path: string; token: string; message: string })[]; wait: { until: string | null; event: string | null } | null }

export type testWorkflowschema0 = string | number | boolean | null | (testWorkflowschema0)[] | Record<string, testWorkflowschema0>

export type WorkflowTest = { success: boolean; runId: string; status: string; duration: number | null; steps: Record<string, unknown>; answer: unknown; error: { code: string; message: string; retryable: boolean; details?: unknown } | null; waits: ({ path: string; kind: string; until: string | null })[] }

export type Replay = { id: string; flow_id: string; version_id: string; created_at: string; done: boolean; summary: { total: number; pending: number; same: number; different: number; failed: number; not_replayed: number }; runs: ({ run_id: string; replay_run_id: string | null; verdict: "pending" | "same" | "different" | "failed" | "not_replayed"; comparison: ReplayComparison | null; error: { code: string; message: string; retryable: boolean; details?: unknown } | null })[] }

export type ReplayComparison = { happened_at: string; status: { before: "QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED"; after: "QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED" }; duration: { before: number | null; after: number | null }; answer: { before: unknown; after: unknown; changes: (ReplayChange)[] }; steps: ({ path: string; name: string; display_name: string; status: { before: "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "CANCELED" | null; after: "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "CANCELED" | null }; mocked: MockedStep | null; input: (ReplayChange)[]; output: (ReplayChange)[]; error: { before: string | null; after: string | null } })[]; more_steps: number }

export type ReplayChange = { kind: "added" | "removed" | "changed"; path: string; before?: unknown; after?: unknown }

export type ReplaySummary = { id: string; flow_id: string; version_id: string; created_at: string }

export type testTriggerschema0 = string | number | boolean | null | (testTriggerschema0)[] | Record<string, testTriggerschema0>

export type TriggerTest = { events: (Record<string, unknown>)[] }

export type TriggerListener = { listening: boolean; caught: boolean; expires_at: string | null }

export type Schedule = { next_times: (string)[] }

export type Latency = { count: number; p50_ms: number | null; p95_ms: number | null; over_budget: number; budget_ms: number | null; since: string | null; steps: ({ name: string; count: number; p50_ms: number | null; p95_ms: number | null })[] }

export type FormLink = { url: string; expires_in: number }

export type UnknownEvents = { type: string; count: number; first_at: string; last_at: string }

export type Simulation = { status: number; body: unknown; run_ids: (string)[]; duration: number; call_id: string }

export type AgentVersion = { id: string; agent_id: string; number: number; state: "DRAFT" | "PUBLISHED" | "ARCHIVED"; flow_ids: (string)[]; flows: (AssignedFlow)[]; produced_variables: (string)[]; consumed_variables: (string)[]; created: string; updated: string; published: string | null }

export type AssignedFlow = { id: string; name: string; requires_setup: boolean; source_flow_template_id: string | null; status: "ENABLED" | "DISABLED"; flow_category: "pre_call" | "during_call" | "post_call" | "call_launcher" | "empty" | null; produced_variables: (string)[]; consumed_variables: (string)[] }

export type Agent = { id: string; name: string; provider: string; version_id: string; hook_url: string; mcp_url: string; phone_number: string | null; outbound_url: string | null; deadline_seconds: number | null; max_concurrent_calls: number | null; connection_id: string | null; platform_agent_id: string | null; platform_number_id: string | null; flow_ids: (string)[]; flows: (AssignedFlow)[]; produced_variables: (string)[]; consumed_variables: (string)[]; created: string; updated: string }

export type Platform = { agents: ({ id: string; name: string })[]; numbers: ({ id: string; number: string | null; name: string | null })[] }

export type placeCallschema0 = string | number | boolean | null | (placeCallschema0)[] | Record<string, placeCallschema0>

export type DigaCall = { id: string; agent_id: string | null; agent_version_id: string | null; status: "dialing" | "in_queue" | "in_progress" | "completed"; type: "inbound" | "outbound"; recording_url: string | null; start_time: string | null; end_time: string | null; duration: number | null; end_reason: string | null; contact: { id: string; created_date: string; identifier: string; contact_type: "call" | "web" }; phone_register_id: string | null; dynamic_variables: Record<string, unknown> | null; created_date: string }

export type Call = { id: string; call_id: string; agent_id: string; status: string | null; type: string | null; channel: string | null; start_time: string | null; end_time: string | null; duration: number | null; end_reason: string | null; recording_url: string | null; contact: { id: string | null; identifier: string | null }; dynamic_variables: Record<string, unknown>; created_date: string }

export type CallDetail = { id: string; call_id: string; agent_id: string; status: string | null; type: string | null; channel: string | null; start_time: string | null; end_time: string | null; duration: number | null; end_reason: string | null; recording_url: string | null; contact: { id: string | null; identifier: string | null }; dynamic_variables: Record<string, unknown>; created_date: string; timeline: ({ type: "event"; id: string; kind: "call_placed" | "pre_call" | "function_call" | "call_finished" | "webhook" | "subflow" | "schedule" | "poll" | "manual"; at: string } | { type: "run"; id: string; event_id: string; flow_id: string; name: string; status: "QUEUED" | "RUNNING" | "PAUSED" | "SUCCEEDED" | "FAILED" | "TIMEOUT" | "CANCELED" | "INTERNAL_ERROR" | "QUOTA_EXCEEDED" | "MEMORY_LIMIT_EXCEEDED"; duration: number | null; steps_count: number; failed_step: { name: string; displayName: string; path: string } | null; at: string })[] }

export type createCampaignschema0 = string | number | boolean | null | (createCampaignschema0)[] | Record<string, createCampaignschema0>

export type Campaign = { id: string; settings: { name: string; agent: string; agent_version: string | null; rules: { windows: ({ days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[]; from: string; to: string })[]; zone: "callee" | string; fallback_zone: string; quiet_days: (string)[]; hours_between_calls: number | null }; max_concurrent_calls: number; calls_per_minute: number; retry: { max_attempts: number; after: { no_answer: (string)[]; busy: (string)[]; voicemail: (string)[] | "done"; failed: (string)[] } }; max_call_minutes: number; default_country: string | null; dynamic_variables: Record<string, stopCampaignschema0>; keep_open: boolean; start_at: string | null }; progress: CampaignProgress; created: string }

export type CampaignProgress = { campaign_id: string; name: string; status: "DRAFT" | "RUNNING" | "PAUSED" | "STOPPED" | "DONE"; reason: string | null; rows: number; queued: number; waiting_for_window: number; next_opening: string | null; retries: number; next_retry: string | null; dialling: number; in_call: number; done: Record<string, number>; failed: Record<string, number>; skipped: Record<string, number>; stopped: number; calls_in_last_minute: number; quiet_until: string | null; estimated_end: string | null; started: string | null; ended: string | null }

export type CampaignSummary = { id: string; name: string; agent: string; status: "DRAFT" | "RUNNING" | "PAUSED" | "STOPPED" | "DONE"; reason: string | null; keep_open: boolean; counts: Record<string, Record<string, number>>; created: string; started: string | null; ended: string | null }

export type readCampaignschema0 = string | number | boolean | null | (readCampaignschema0)[] | Record<string, readCampaignschema0>

export type changeCampaignschema0 = string | number | boolean | null | (changeCampaignschema0)[] | Record<string, changeCampaignschema0>

export type startCampaignschema0 = string | number | boolean | null | (startCampaignschema0)[] | Record<string, startCampaignschema0>

export type pauseCampaignschema0 = string | number | boolean | null | (pauseCampaignschema0)[] | Record<string, pauseCampaignschema0>

export type resumeCampaignschema0 = string | number | boolean | null | (resumeCampaignschema0)[] | Record<string, resumeCampaignschema0>

export type stopCampaignschema0 = string | number | boolean | null | (stopCampaignschema0)[] | Record<string, stopCampaignschema0>

export type addRowsToCampaignschema0 = string | number | boolean | null | (addRowsToCampaignschema0)[] | Record<string, addRowsToCampaignschema0>

export type CampaignRow = { id: string; key: string; number: string; state: "QUEUED" | "DIALLING" | "IN_CALL" | "DONE" | "FAILED" | "SKIPPED" | "STOPPED"; reason: string | null; detail: string | null; attempts: number; next_at: string | null; called_at: string | null; call_id: string | null; duration_seconds: number | null; end_reason: string | null; recording_url: string | null; dynamic_variables: Record<string, unknown>; updated: string }

export type DoNotCallEntry = { number: string; source: string; reason: string | null; expires_at: string | null; created_at: string }

export type CallCheck = { input: string; number: string | null; country: string | null; zones: (string)[]; allowed: boolean; reason: "number_invalid" | "not_diallable" | "do_not_call" | "window_closed" | null; message: string | null; next_allowed_at: string | null }

export type ApiKey = { id: string; name: string; prefix: string; scopes: (string)[]; created_by: { type: "admin" | "api_key" | "member"; id: string; name: string }; created: string; last_used_at: string | null; expires_at: string | null; revoked_at: string | null }

export type Member = { id: string; email: string; name: string; role: "ADMINISTRATOR" | "MEMBER" | "READER"; has_password: boolean; invite_expires_at: string | null; created: string; last_login_at: string | null }

export type Actor = { type: "admin" | "api_key" | "member"; id: string; name: string; email?: string; role?: "ADMINISTRATOR" | "MEMBER" | "READER"; scopes: ("workflows.view" | "workflows.create" | "workflows.update" | "workflows.delete" | "runs.view" | "runs.control" | "connections.view" | "connections.create" | "connections.update" | "connections.delete" | "agents.view" | "agents.create" | "agents.update" | "agents.delete" | "calls.create" | "campaigns.view" | "campaigns.control" | "members.manage" | "keys.manage" | "pieces.manage")[] }

export type Session = { member: Actor; expires_at: string }
