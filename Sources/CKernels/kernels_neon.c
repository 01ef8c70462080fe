#if defined(__aarch64__)

    #include "frame.h"
    #include "kernels.h"

    #define VARIA_LANES 4
    #define VARIA_FUSED_MULTIPLY_ADD
    #define VARIA_ENTRY varia_kernels_neon
    #include "body/body.h"

#endif
