// For any processor: vectors of four, which the compiler turns into what there is.

#include "frame.h"
#include "kernels.h"

#define VARIA_LANES 4
#define VARIA_ENTRY varia_kernels_portable
#include "body/body.h"
