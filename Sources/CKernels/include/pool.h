// Threads that share the parts of one step of work after another.
#ifndef VARIA_POOL_H
#define VARIA_POOL_H

#include <stdint.h>

typedef struct varia_pool varia_pool;

// Does one part. `thread` is 0 for the thread that called varia_pool_run, and else a worker's own
// number.
typedef void (*varia_task)(void *context, int64_t part, int64_t thread);

// Starts threads - 1 workers, or as many as the system allows; each calls `prepare` first. NULL
// for want of memory.
varia_pool *varia_pool_create(int64_t threads, void (*prepare)(void));

// The threads that take part, the caller of varia_pool_run among them.
int64_t varia_pool_threads(const varia_pool *pool);

// Does parts 0 ..< parts, up to 2^32 - 1 of them, each once, and returns when all are done. The
// caller takes part. Parts are begun in their order. Not to be called by two threads at once, nor
// by a task.
void varia_pool_run(varia_pool *pool, int64_t parts, varia_task task, void *context);

// Ends the workers, which must not be at work. NULL is ignored.
void varia_pool_destroy(varia_pool *pool);

#endif
