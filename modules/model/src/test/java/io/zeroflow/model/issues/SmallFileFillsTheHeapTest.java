package io.zeroflow.model.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.zeroflow.model.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few pictures of 4000 × 4000, in files of 130 kB, filled the heap: each alone was permitted. */
class SmallFileFillsTheHeapTest {

  @ParameterizedTest
  @CsvSource({
    "1000, 2000, 1000, 2000", // as it is, to the last pixel
    "1001, 2000,  501, 1000",
    "3000, 4000, 1000, 1334"
  })
  void aLargePictureIsThinnedWhileItIsRead(int width, int height, int seenWidth, int seenHeight)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] file = Files.of(image, "png");
    List<Integer> seen = Picture.decode(file, it -> List.of(it.getWidth(), it.getHeight()));
    assertThat(seen).containsExactly(seenWidth, seenHeight);
  }

  @Test
  void severalAtOnceHaveNoMorePixelsThanOne() throws Exception {
    byte[] file = Files.of(new BufferedImage(1200, 1200, BufferedImage.TYPE_BYTE_GRAY), "png");
    AtomicLong now = new AtomicLong();
    AtomicLong most = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(
            threads.submit(
                () ->
                    Picture.decode(
                        file,
                        image -> {
                          long pixels = (long) image.getWidth() * image.getHeight();
                          most.accumulateAndGet(now.addAndGet(pixels), Math::max);
                          return now.addAndGet(-pixels);
                        })));
      }
      for (Future<Long> one : all) {
        one.get();
      }
    }
    assertThat(most.get()).isPositive().isLessThanOrEqualTo(Picture.MOST);
    assertThat(now.get()).isZero();
  }
}
