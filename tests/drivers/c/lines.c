/* Standard input line by line. */
#define _POSIX_C_SOURCE 200809L
#include "lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 16 };

/* Makes room behind what is there, and reads; 0 at the end. */
static size_t fill(struct lines *lines) {
    if (lines->start > 0) {
        lines->end -= lines->start;
        memmove(lines->data, lines->data + lines->start, lines->end);
        lines->start = 0;
    }
    if (lines->capacity - lines->end < READ_SIZE) {
        size_t capacity = 2 * lines->capacity + READ_SIZE;
        char *data = realloc(lines->data, capacity);
        if (data == NULL) {
            return 0;
        }
        lines->data = data;
        lines->capacity = capacity;
    }
    fflush(stdout);
    ssize_t count = read(STDIN_FILENO, lines->data + lines->end, lines->capacity - lines->end);
    lines->end += count > 0 ? (size_t)count : 0;
    return count > 0 ? (size_t)count : 0;
}

char *next_line(struct lines *lines, size_t *len) {
    size_t searched = 0;
    for (;;) {
        size_t pending = lines->end - lines->start;
        char *line = pending ? lines->data + lines->start : NULL;
        char *found = pending ? memchr(line + searched, '\n', pending - searched) : NULL;
        if (found != NULL) {
            *len = (size_t)(found - line);
            lines->start += *len + 1;
            return line;
        }
        searched = pending;
        if (fill(lines) == 0) {
            *len = pending;
            lines->start = lines->end;
            return pending ? lines->data : NULL;
        }
    }
}
