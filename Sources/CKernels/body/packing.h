// Copies of factors in the order in which the blocks of a product read them.

typedef float veight __attribute__((vector_size(32)));

// Eight rows of eight floats become eight columns.
INLINE void transpose_square(veight row[8]) {
#define LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(a, b) __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15)
#define LEFT(a, b) __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define RIGHT(a, b) __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
    veight s[8], t[8];
    for (int i = 0; i < 8; i += 2) {
        s[i] = LOW(row[i], row[i + 1]);
        s[i + 1] = HIGH(row[i], row[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
        t[i] = LEFT(s[i], s[i + 2]);
        t[i + 1] = RIGHT(s[i], s[i + 2]);
        t[i + 2] = LEFT(s[i + 1], s[i + 3]);
        t[i + 3] = RIGHT(s[i + 1], s[i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        row[i] = __builtin_shufflevector(t[i], t[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        row[i + 4] = __builtin_shufflevector(t[i], t[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
#undef LOW
#undef HIGH
#undef LEFT
#undef RIGHT
}

// One panel: packed[k][i] <- from[i * i_stride + k * k_stride] for i below `count`, zeros up to
// `width`.
INLINE void pack_panel(
    float *packed, const float *from, int64_t count, const int width, int64_t depth,
    int64_t i_stride, int64_t k_stride) {
    int64_t k = 0;
    if (k_stride == 1) {
        for (; k + 8 <= depth; k += 8) {
            for (int first = 0; first < width; first += 8) {
                veight square[8] = {0};
                const int64_t rows = least(count - first, 8);
                for (int i = 0; i < rows; i++) {
                    memcpy(&square[i], from + (first + i) * i_stride + k, sizeof(veight));
                }
                transpose_square(square);
                const int wide = width - first < 8 ? width - first : 8;
                for (int i = 0; i < 8; i++) {
                    memcpy(
                        packed + (k + i) * width + first, &square[i],
                        (size_t)wide * sizeof(float));
                }
            }
        }
    }
    for (; k < depth; k++) {
        for (int64_t i = 0; i < width; i++) {
            packed[k * width + i] = i < count ? from[i * i_stride + k * k_stride] : 0.f;
        }
    }
}

// All panels of a part, one after another. Memory is read in the order in which it lies.
INLINE void pack(
    float *packed, const float *from, int64_t count, const int width, int64_t depth,
    int64_t i_stride, int64_t k_stride) {
    int64_t done = 0;
    if (i_stride == 1) {
        done = count / width * width;
        for (int64_t k = 0; k < depth; k++) {
            const float *row = from + k * k_stride;
            float *to = packed + k * width;
            for (int64_t i = 0; i < done; i += width, row += width, to += width * depth) {
                memcpy(to, row, (size_t)width * sizeof(float));
            }
        }
    }
    for (; done < count; done += width) {
        pack_panel(
            packed + done * depth, from + done * i_stride, least(count - done, width), width,
            depth, i_stride, k_stride);
    }
}
