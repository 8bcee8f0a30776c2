#ifndef DRIVER_SETTINGS_H
#define DRIVER_SETTINGS_H

#include "pairs.h"

/* What the fields settings, vars and app stand for. Begin with zeros, and end with `free_settings`
   whatever happens. */
struct settings {
    struct pairs app_texts;
    signkey_config *config;
    signkey_app app;
};

/* Reads the settings out of the first two fields. */
signkey_status read_config(struct field *fields, struct settings *settings);
/* Reads the settings and the app out of the first three fields. */
signkey_status read_settings(struct field *fields, struct settings *settings);
void free_settings(struct settings *settings);

#endif
