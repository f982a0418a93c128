package io.zeroflow.runtime.supervise;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept by the sequence of a decision's record, for the last decisions only. */
public final class Recent<V> extends LinkedHashMap<Long, V> {

  private static final long serialVersionUID = 1;

  private final int limit;

  /**
   * @param limit how many
   */
  public Recent(int limit) {
    this.limit = limit;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
    return size() > limit;
  }
}
