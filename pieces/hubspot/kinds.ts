/** A kind of record, with the names HubSpot gives to what all kinds have. */
export interface Kind {
  /** in paths */
  type: string
  /** in names of actions */
  word: 'contact' | 'company' | 'deal' | 'ticket'
  /** the property that holds when it last changed */
  changed: string
  /** what is read unless more is asked for: HubSpot gives only a handful by itself */
  properties: readonly string[]
}

export const CONTACT: Kind = {
  type: 'contacts',
  word: 'contact',
  changed: 'lastmodifieddate',
  properties: [
    'firstname',
    'lastname',
    'email',
    'phone',
    'mobilephone',
    'company',
    'jobtitle',
    'website',
    'address',
    'city',
    'state',
    'zip',
    'country',
    'lifecyclestage',
    'hs_lead_status',
    'hubspot_owner_id',
    'createdate',
    'lastmodifieddate',
  ],
}

export const COMPANY: Kind = {
  type: 'companies',
  word: 'company',
  changed: 'hs_lastmodifieddate',
  properties: [
    'name',
    'domain',
    'phone',
    'industry',
    'address',
    'city',
    'state',
    'zip',
    'country',
    'website',
    'description',
    'lifecyclestage',
    'hubspot_owner_id',
    'createdate',
    'hs_lastmodifieddate',
  ],
}

export const DEAL: Kind = {
  type: 'deals',
  word: 'deal',
  changed: 'hs_lastmodifieddate',
  properties: [
    'dealname',
    'dealtype',
    'amount',
    'description',
    'pipeline',
    'dealstage',
    'closedate',
    'hubspot_owner_id',
    'createdate',
    'hs_lastmodifieddate',
  ],
}

export const TICKET: Kind = {
  type: 'tickets',
  word: 'ticket',
  changed: 'hs_lastmodifieddate',
  properties: [
    'subject',
    'content',
    'source_type',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_category',
    'hs_ticket_priority',
    'hubspot_owner_id',
    'createdate',
    'hs_lastmodifieddate',
  ],
}
