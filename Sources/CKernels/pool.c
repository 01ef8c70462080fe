#include "pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

// How often a thread that waits looks again before it gives its core to others, and how often it
// does that before it sleeps. Together some 50 to 100 microseconds: steps follow one another
// faster, and an idle pool soon costs nothing.
enum { spins = 1000, yields = 100 };
// Some systems give threads too little for a library's buffers.
enum { stack_bytes = 4 << 20 };

typedef struct {
    varia_pool *pool;
    int64_t thread;
    pthread_t handle;
} worker;

struct varia_pool {
    // The parts of this round that nobody has taken, in the lower half; the round's number in the
    // upper half, so that a thread that is late takes no part by what it read in an earlier round.
    _Alignas(128) _Atomic uint64_t untaken;
    // The parts that are not done. What follows changes only while there are none.
    _Alignas(128) _Atomic int64_t undone;
    _Alignas(128) varia_task task;
    void *context;
    int64_t parts;

    _Atomic bool ends;
    _Atomic int32_t sleepers;    // workers that wait for `begun`
    _Atomic bool caller_sleeps;  // until `finished`
    pthread_mutex_t mutex;
    pthread_cond_t begun, finished;
    void (*prepare)(void);
    int64_t threads;
    worker workers[];
};

static void relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static bool has_untaken(varia_pool *pool) { return (uint32_t)atomic_load(&pool->untaken) > 0; }

// A part that is taken keeps its round from ending, so that what describes the round stays.
static bool take(varia_pool *pool, int64_t *part) {
    uint64_t untaken = atomic_load(&pool->untaken);
    while ((uint32_t)untaken > 0) {
        if (atomic_compare_exchange_weak(&pool->untaken, &untaken, untaken - 1)) {
            *part = pool->parts - (int64_t)(uint32_t)untaken;
            return true;
        }
    }
    return false;
}

static void work(varia_pool *pool, int64_t thread) {
    int64_t part;
    while (take(pool, &part)) {
        pool->task(pool->context, part, thread);
        // After the last part the caller may already be on its way, but the pool outlives workers.
        if (atomic_fetch_sub(&pool->undone, 1) == 1 && atomic_load(&pool->caller_sleeps)) {
            pthread_mutex_lock(&pool->mutex);
            pthread_cond_signal(&pool->finished);
            pthread_mutex_unlock(&pool->mutex);
        }
    }
}

// Whoever sleeps says so before it looks for the last time, and whoever wakes others changes what
// they look for first: none sleeps through.
static bool wait_for_round(varia_pool *pool) {
    for (int i = 0; i < spins + yields; i++) {
        if (has_untaken(pool)) return true;
        if (atomic_load(&pool->ends)) return false;
        if (i < spins) relax();
        else sched_yield();
    }
    pthread_mutex_lock(&pool->mutex);
    atomic_fetch_add(&pool->sleepers, 1);
    while (!has_untaken(pool) && !atomic_load(&pool->ends)) {
        pthread_cond_wait(&pool->begun, &pool->mutex);
    }
    atomic_fetch_sub(&pool->sleepers, 1);
    pthread_mutex_unlock(&pool->mutex);
    return !atomic_load(&pool->ends);
}

static void wait_for_end(varia_pool *pool) {
    for (int i = 0; i < spins + yields; i++) {
        if (atomic_load(&pool->undone) == 0) return;
        if (i < spins) relax();
        else sched_yield();
    }
    pthread_mutex_lock(&pool->mutex);
    atomic_store(&pool->caller_sleeps, true);
    while (atomic_load(&pool->undone) > 0) pthread_cond_wait(&pool->finished, &pool->mutex);
    atomic_store(&pool->caller_sleeps, false);
    pthread_mutex_unlock(&pool->mutex);
}

static void *run_worker(void *argument) {
    const worker *self = argument;
    if (self->pool->prepare != NULL) self->pool->prepare();
    while (wait_for_round(self->pool)) work(self->pool, self->thread);
    return NULL;
}

static void wake(varia_pool *pool) {
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->begun);
    pthread_mutex_unlock(&pool->mutex);
}

void varia_pool_run(varia_pool *pool, int64_t parts, varia_task task, void *context) {
    if (parts <= 0) return;
    pool->task = task;
    pool->context = context;
    pool->parts = parts;
    atomic_store(&pool->undone, parts);
    const uint64_t round = (atomic_load(&pool->untaken) >> 32) + 1;
    atomic_store(&pool->untaken, round << 32 | (uint64_t)parts);
    if (parts > 1) wake(pool);
    work(pool, 0);
    wait_for_end(pool);
}

static void start_workers(varia_pool *pool, int64_t threads) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return;
    pthread_attr_setstacksize(&attributes, stack_bytes);
    for (; pool->threads < threads; pool->threads++) {
        worker *next = &pool->workers[pool->threads - 1];
        *next = (worker){.pool = pool, .thread = pool->threads};
        if (pthread_create(&next->handle, &attributes, run_worker, next) != 0) break;
    }
    pthread_attr_destroy(&attributes);
}

varia_pool *varia_pool_create(int64_t threads, void (*prepare)(void)) {
    const size_t bytes = sizeof(varia_pool) + sizeof(worker) * (size_t)(threads - 1);
    varia_pool *pool = aligned_alloc(128, (bytes + 127) / 128 * 128);
    if (pool == NULL) return NULL;
    pool->task = NULL;
    pool->context = NULL;
    pool->parts = 0;
    atomic_init(&pool->untaken, 0);
    atomic_init(&pool->undone, 0);
    atomic_init(&pool->ends, false);
    atomic_init(&pool->sleepers, 0);
    atomic_init(&pool->caller_sleeps, false);
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->begun, NULL);
    pthread_cond_init(&pool->finished, NULL);
    pool->prepare = prepare;
    pool->threads = 1;
    start_workers(pool, threads);
    return pool;
}

int64_t varia_pool_threads(const varia_pool *pool) { return pool->threads; }

void varia_pool_destroy(varia_pool *pool) {
    if (pool == NULL) return;
    atomic_store(&pool->ends, true);
    pthread_mutex_lock(&pool->mutex);
    pthread_cond_broadcast(&pool->begun);
    pthread_mutex_unlock(&pool->mutex);
    for (int64_t i = 0; i < pool->threads - 1; i++) pthread_join(pool->workers[i].handle, NULL);
    pthread_cond_destroy(&pool->finished);
    pthread_cond_destroy(&pool->begun);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}
