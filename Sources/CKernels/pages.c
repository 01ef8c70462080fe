// MAP_ANON and madvise are not in the C standard that the package is compiled for.
#define _DEFAULT_SOURCE

#include "CKernels.h"

#include <sys/mman.h>

void *varia_pages_map(size_t bytes) {
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
    if (pages == MAP_FAILED) return NULL;
#if defined(MADV_HUGEPAGE)
    // Fewer pages to fault in and to look up. Where the system has no such pages, nothing changes.
    (void)madvise(pages, bytes, MADV_HUGEPAGE);
#endif
    return pages;
}

void varia_pages_release(void *pages, size_t bytes) { (void)munmap(pages, bytes); }
