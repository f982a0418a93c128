package io.zeroflow.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class the one {@link LiveZeroflow} of this test run: started at first use, shared by
 * all classes, closed at the end. Tests may swap its strategy, and so must not count on one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Live.Resolver.class)
public @interface Live {

  /** Resolves parameters of type {@link LiveZeroflow}. */
  final class Resolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LiveZeroflow.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Live.class))
          .computeIfAbsent(LiveZeroflow.class, key -> start(), LiveZeroflow.class);
    }

    private static LiveZeroflow start() {
      try {
        return LiveZeroflow.start();
      } catch (Exception e) {
        throw new IllegalStateException("the system under test does not start", e);
      }
    }
  }
}
