#ifndef DRIVER_LINES_H
#define DRIVER_LINES_H

#include <stddef.h>

/* Bytes that are read and not yet handed out. Begin with zeros. */
struct lines {
    char *data;
    size_t start, end, capacity;
};

/* The next line of standard input, of any length and without its line feed, writable until the next
   call; NULL at the end or if memory runs out. What was printed is flushed before a wait. */
char *next_line(struct lines *lines, size_t *len);

#endif
