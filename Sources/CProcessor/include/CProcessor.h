#ifndef CPROCESSOR_H
#define CPROCESSOR_H
#include <stdbool.h>

/// Whether this processor, and the system on it, can run the loops with fused multiply-adds: on x86-64 when it has AVX2
/// and FMA, on arm64 always. In C because the instruction that answers cannot be reached from Swift.
bool processor_has_fused_multiply_add(void);

/// Whether this processor, and the system on it, multiplies eight 64-bit words side by side: on x86-64 when it has AVX-512
/// with DQ and VL.
bool processor_has_wide_multiplication(void);

/// Asks for the 64 bytes at an address to be brought into the second cache, without waiting for them.
static inline void processor_fetch(const void *address) { __builtin_prefetch(address, 0, 2); }

#endif
