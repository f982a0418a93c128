package io.zeroflow.model.torch;

import static io.zeroflow.model.torch.Script.FAST;
import static io.zeroflow.model.torch.Script.SMOOTH;
import static io.zeroflow.model.torch.Script.STACKED;

import io.zeroflow.model.Target;
import java.util.List;

/**
 * TorchScript of the cosine head: logits are a temperature times the cosine of feature and head
 * row, the rows lie behind the adapters in θ. It builds on {@code features(theta, batch…, w)} and
 * {@code smooth_features}, which the network writes, and where it can on {@code
 * stacked_features(thetas, batch…, w)}, the features [θs, inputs, width] of several θ at once.
 *
 * @param start index in θ where rows start
 * @param width of a feature and of a row
 * @param temperature factor of the cosine
 * @param batch names of the tensors that a batch is made of
 * @param stacked whether there is a {@code stacked_features}
 */
public record CosineHead(
    int start, int width, float temperature, List<String> batch, boolean stacked) {

  public CosineHead {
    batch = List.copyOf(batch);
    if (!(temperature > 0 && Float.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "temperature is %s; expected a positive number".formatted(temperature));
    }
  }

  /** Parameters of the methods that depend on θ and a batch. */
  public String parameters() {
    return "theta: Tensor, " + typed();
  }

  /** The method {@code stacked_features} with a body. */
  public String stackedFeatures(String body) {
    return Script.method(
        STACKED + "features(self, " + stackedParameters() + ", w: List[Tensor]) -> Tensor", body);
  }

  /** Parameters of the methods that depend on several θ, [θs, d], and a batch. */
  private String stackedParameters() {
    return "thetas: Tensor, " + typed();
  }

  private String typed() {
    return String.join(": Tensor, ", batch) + ": Tensor";
  }

  private String names() {
    return String.join(", ", batch);
  }

  /** Logits and losses, fast and smooth, and the slopes of the losses. */
  public String source() {
    return forms(FAST)
        + forms(SMOOTH)
        + slope("loss", "labels")
        + slope("distil", "teacher")
        + slope("boosted", "labels", "offsets")
        + (stacked ? stackedLogits() + stackedLoss() + stackedDistil() + stackedBoosted() : "");
  }

  private String forms(String prefix) {
    return logits(prefix) + loss(prefix) + distil(prefix) + boosted(prefix);
  }

  private String logits(String prefix) {
    return Script.method(
        prefix + "logits(self, " + parameters() + ", w: List[Tensor]) -> Tensor",
        """
        f = (self).%5$sfeatures(theta, %4$s, w)
        rows = torch.view(torch.slice(theta, 0, %1$d, None), [-1, %2$d])
        norms = torch.clamp_min(torch.linalg_vector_norm(f, 2, [1], True), 1e-12)
        rownorms = torch.clamp_min(torch.linalg_vector_norm(rows, 2, [1]), 1e-12)
        cosines = torch.div(torch.div(torch.linear(f, rows), norms), rownorms)
        return torch.mul(cosines, %3$s)
        """
            .formatted(start, width, (double) temperature, names(), prefix));
  }

  private String loss(String prefix) {
    return Script.method(
        prefix + "loss(self, " + parameters() + ", labels: Tensor, w: List[Tensor]) -> Tensor",
        """
        logits = (self).%slogits(theta, %s, w)
        return torch.cross_entropy_loss(logits, labels)
        """
            .formatted(prefix, names()));
  }

  /** See {@link Target.Teacher}. */
  private String distil(String prefix) {
    return Script.method(
        prefix + "distil(self, " + parameters() + ", teacher: Tensor, w: List[Tensor]) -> Tensor",
        """
        logits = (self).%1$slogits(theta, %2$s, w)
        known = torch.slice(logits, 1, 0, torch.size(teacher, 1))
        says = torch.softmax(torch.div(teacher, %3$s), 1)
        logs = torch.log_softmax(torch.div(known, %3$s), 1)
        return torch.mul(torch.mean(torch.sum(torch.mul(says, logs), [1])), %4$s)
        """
            .formatted(
                prefix,
                names(),
                Target.Teacher.TEMPERATURE,
                -Target.Teacher.TEMPERATURE * Target.Teacher.TEMPERATURE));
  }

  /** See {@link Target.Boosted}. */
  private String boosted(String prefix) {
    return Script.method(
        prefix
            + "boosted(self, "
            + parameters()
            + ", labels: Tensor, offsets: Tensor, w: List[Tensor]) -> Tensor",
        """
        own = (self).%slogits(theta, %s, w)
        all = torch.cross_entropy_loss(torch.add(own, offsets), labels)
        return torch.add(all, torch.cross_entropy_loss(own, labels))
        """
            .formatted(prefix, names()));
  }

  private String stackedLogits() {
    return Script.method(
        STACKED + "logits(self, " + stackedParameters() + ", w: List[Tensor]) -> Tensor",
        """
        f = (self).stacked_features(thetas, %4$s, w)
        rows = torch.reshape(torch.slice(thetas, 1, %1$d, None), [torch.size(thetas, 0), -1, %2$d])
        norms = torch.clamp_min(torch.linalg_vector_norm(f, 2, [2], True), 1e-12)
        rownorms = torch.clamp_min(torch.linalg_vector_norm(rows, 2, [2]), 1e-12)
        cosines = torch.div(torch.bmm(f, torch.transpose(rows, 1, 2)), norms)
        return torch.mul(torch.div(cosines, torch.unsqueeze(rownorms, 1)), %3$s)
        """
            .formatted(start, width, (double) temperature, names()));
  }

  private String stackedLoss() {
    return Script.method(
            "stacked_entropy(self, logits: Tensor, labels: Tensor) -> Tensor",
            """
            all = torch.expand(torch.unsqueeze(labels, 0), [torch.size(logits, 0), -1])
            losses = torch.cross_entropy_loss(torch.transpose(logits, 1, 2), all, None, 0)
            return torch.mean(losses, [1])
            """)
        + Script.method(
            STACKED
                + "loss(self, "
                + stackedParameters()
                + ", labels: Tensor, w: List[Tensor]) -> Tensor",
            """
            return (self).stacked_entropy((self).stacked_logits(thetas, %s, w), labels)
            """
                .formatted(names()));
  }

  private String stackedBoosted() {
    return Script.method(
        STACKED
            + "boosted(self, "
            + stackedParameters()
            + ", labels: Tensor, offsets: Tensor, w: List[Tensor]) -> Tensor",
        """
        own = (self).stacked_logits(thetas, %s, w)
        all = (self).stacked_entropy(torch.add(own, offsets), labels)
        return torch.add(all, (self).stacked_entropy(own, labels))
        """
            .formatted(names()));
  }

  private String stackedDistil() {
    return Script.method(
        STACKED
            + "distil(self, "
            + stackedParameters()
            + ", teacher: Tensor, w: List[Tensor]) -> Tensor",
        """
        logits = (self).stacked_logits(thetas, %1$s, w)
        known = torch.slice(logits, 2, 0, torch.size(teacher, 1))
        says = torch.softmax(torch.div(teacher, %2$s), 1)
        logs = torch.log_softmax(torch.div(known, %2$s), 2)
        return torch.mul(torch.mean(torch.sum(torch.mul(says, logs), [2]), [1]), %3$s)
        """
            .formatted(
                names(),
                Target.Teacher.TEMPERATURE,
                -Target.Teacher.TEMPERATURE * Target.Teacher.TEMPERATURE));
  }

  /** A loss and its derivative along a direction, by dual numbers on level 0. */
  private String slope(String loss, String... target) {
    return Script.method(
        loss
            + "_slope(self, theta: Tensor, direction: Tensor, "
            + typed()
            + ", %s: Tensor, w: List[Tensor]) -> Tuple[Tensor, Tensor]"
                .formatted(String.join(": Tensor, ", target)),
        """
        dual = torch._make_dual(theta, direction, 0)
        loss = (self).%s%s(dual, %s, %s, w)
        return torch._unpack_dual(loss, 0)
        """
            .formatted(SMOOTH, loss, names(), String.join(", ", target)));
  }
}
