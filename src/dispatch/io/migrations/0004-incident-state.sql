-- What an incident and an order hold since they can be merged, joined, offered and passed on; the facts of before lead to these values.
update incident_view set state = (
  '{"level": 0, "reports": [], "notes": [], "absorbed": [], "offer": null}'::jsonb || state::jsonb)::json;
update order_view set state = ('{"passedOnAt": null, "overdue": []}'::jsonb || state::jsonb)::json;
update order_view set state = ('{"because": "closed", "was": "issued"}'::jsonb || state::jsonb)::json
  where state->>'state' = 'withdrawn';
