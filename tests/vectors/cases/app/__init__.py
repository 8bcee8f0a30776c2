"""Settings, endpoints, API calls, registration and introspection: one module per vector file."""
