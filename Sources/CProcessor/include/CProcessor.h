#ifndef CPROCESSOR_H
#define CPROCESSOR_H
#include <stdbool.h>

/// Whether this processor, and the system on it, can run the loops with fused multiply-adds: on x86-64 when it has AVX2
/// and FMA, on arm64 always. In C because the instruction that answers cannot be reached from Swift.
bool processor_has_fused_multiply_add(void);

/// Whether it can run them on registers of sixteen values: on x86-64 when it has AVX-512 besides, in the form that all
/// its processors with it have had since 2017.
bool processor_has_wide_registers(void);

/// Asks for the 64 bytes at an address to be brought into the second cache, without waiting for them.
static inline void processor_fetch(const void *address) { __builtin_prefetch(address, 0, 2); }

#if defined(__AVX512F__) && defined(__AVX512VL__)
#include <immintrin.h>
#include <stdint.h>

/// Puts those of eight values that are not 0 side by side, each with its place below its bits, `first` that of the first;
/// `list` has room for eight. Answers how many they are. In C because Swift has no word for the instruction that does it.
static inline intptr_t processor_list_nonzeros(const float *values, uint32_t first, void *list) {
  __m256 eight = _mm256_loadu_ps(values);
  __mmask8 nonzero = _mm256_cmp_ps_mask(eight, _mm256_setzero_ps(), _CMP_NEQ_UQ);
  __m512i places = _mm512_add_epi64(_mm512_set1_epi64(first), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
  __m512i bits = _mm512_slli_epi64(_mm512_cvtepu32_epi64(_mm256_castps_si256(eight)), 32);
  _mm512_storeu_si512(list, _mm512_maskz_compress_epi64(nonzero, _mm512_or_si512(bits, places)));
  return __builtin_popcount(nonzero);
}
#endif

#endif
