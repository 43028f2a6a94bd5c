package io.heimdex.operators.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfMemoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Seen on the CPU.
        "Non-zero status code returned while running Expand node. Name:'' Status Message:"
            + " bfc_arena.cc:359 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*)"
            + " Failed to allocate memory for requested buffer of size 281474976710656",
        // As the sources of the runtime put them together.
        "Available memory of 1024 is smaller than requested bytes of 4096",
        "CUDA failure 2: out of memory ; GPU=0 ; hostname=worker ; expr=cudaMalloc((void**)&p, size);",
        "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=worker ; expr=cublasCreate(&handle)",
        "CUDNN failure 4002: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED ; GPU=0",
        "std::bad_alloc"
      })
  void isSeenInTheTextOfAFailure(String text) {
    assertThat(OutOfMemory.is(new OrtException(OrtException.OrtErrorCode.ORT_FAIL, text)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Non-zero status code returned while running Reshape node. The input tensor cannot be reshaped",
        "CUDA failure 700: an illegal memory access was encountered ; GPU=0",
        "Got invalid dimensions for input: pixel_values"
      })
  void isNotSeenInOthers(String text) {
    assertThat(OutOfMemory.is(new OrtException(OrtException.OrtErrorCode.ORT_FAIL, text)))
        .isFalse();
  }
}
