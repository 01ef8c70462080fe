// Everything that is compiled once per instruction set. The including file defines VARIA_LANES,
// VARIA_ENTRY (the table's name), and what else vector.h asks about.

#include "vector.h"

#include "functions.h"
#include "bfloat16.h"

#include "elementwise.h"
#include "reduction.h"

#include "movement.h"

#include "dropout.h"
#include "interpreter.h"
#include "packing.h"
#include "matmul.h"
#include "optimizer.h"

const varia_kernels VARIA_ENTRY = {
    .run_kernel = run_kernel,
    .run_product = run_product,
    .sum_of_squares = sum_of_squares,
    .adamw_step = adamw_step,
};
