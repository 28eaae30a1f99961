package dev.holdfast.verify.control;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A change of one method of a compiled class of the engine.
 *
 * <p>The place is found by names, and must be found exactly as often as was said, so that a fault
 * is planted as it is described or not at all.
 *
 * @param type the class, below {@code dev.holdfast}
 * @param method its only method of that name
 * @param place where in the method
 */
public record Edit(String type, String method, Place place) {

  /** The root package of the engine. */
  public static final String ROOT = "dev.holdfast.";

  /**
   * Where a method is changed, whether that keeps what was there, and the new code, which must
   * leave the stack as the old one did.
   */
  public sealed interface Place {

    /** At the start of the method. */
    record Body(boolean kept, Consumer<CodeBuilder> code) implements Place {}

    /** At each of so many calls of a method, or reads of a field. */
    record Use(String member, int uses, boolean kept, BiConsumer<CodeBuilder, CodeElement> code)
        implements Place {}
  }

  /** A method that is going to be changed. */
  public record Method(String type, String name) {

    /** Puts code before that of the method. */
    Edit first(Consumer<CodeBuilder> code) {
      return new Edit(type, name, new Place.Body(true, code));
    }

    /** Makes code all that there is in the method. */
    Edit only(Consumer<CodeBuilder> code) {
      return new Edit(type, name, new Place.Body(false, code));
    }

    /** Puts code after the one call of a method. */
    Edit after(String member, Consumer<CodeBuilder> code) {
      return new Edit(
          type, name, new Place.Use(member, 1, true, (builder, _) -> code.accept(builder)));
    }

    /** Puts code in the place of the one call of a method, or read of a field. */
    Edit instead(String member, Consumer<CodeBuilder> code) {
      return new Edit(
          type, name, new Place.Use(member, 1, false, (builder, _) -> code.accept(builder)));
    }

    /** Leaves out calls of a method, which seem to return 0, false or null. */
    public Edit without(String member, int uses) {
      return new Edit(type, name, new Place.Use(member, uses, false, Edit::pushZero));
    }
  }

  /** A method of a class below {@code dev.holdfast}. */
  public static Method in(String type, String method) {
    return new Method(type, method);
  }

  /** A class below {@code dev.holdfast}, to write code with. */
  static ClassDesc classOf(String type) {
    return ClassDesc.of(ROOT + type);
  }

  /** The change, which counts the places that it finds. */
  CodeTransform transform(int[] found) {
    return switch (place) {
      case Place.Body(boolean kept, Consumer<CodeBuilder> code) ->
          new CodeTransform() {
            @Override
            public void atStart(CodeBuilder builder) {
              found[0]++;
              code.accept(builder);
            }

            @Override
            public void accept(CodeBuilder builder, CodeElement element) {
              if (kept) {
                builder.with(element);
              }
            }
          };
      case Place.Use use ->
          (builder, element) -> {
            boolean here = uses(element, use.member());
            if (use.kept() || !here) {
              builder.with(element);
            } else {
              drop(builder, element);
            }
            if (here) {
              found[0]++;
              use.code().accept(builder, element);
            }
          };
    };
  }

  /** How many places there must be. */
  int expected() {
    return switch (place) {
      case Place.Body _ -> 1;
      case Place.Use use -> use.uses();
    };
  }

  /** For people. */
  @Override
  public String toString() {
    String where =
        switch (place) {
          case Place.Body _ -> "the body";
          case Place.Use use -> "%d uses of '%s'".formatted(use.uses(), use.member());
        };
    return "%s in %s%s.%s".formatted(where, ROOT, type, method);
  }

  private static boolean uses(CodeElement element, String member) {
    return switch (element) {
      case InvokeInstruction call -> call.name().equalsString(member);
      case FieldInstruction field -> isRead(field) && field.name().equalsString(member);
      default -> false;
    };
  }

  private static boolean isRead(FieldInstruction field) {
    return field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC;
  }

  /** Takes from the stack what the instruction would have taken. */
  private static void drop(CodeBuilder builder, CodeElement element) {
    switch (element) {
      case InvokeInstruction call -> {
        call.typeSymbol()
            .parameterList()
            .reversed()
            .forEach(
                type -> {
                  if (TypeKind.from(type).slotSize() == 2) {
                    builder.pop2();
                  } else {
                    builder.pop();
                  }
                });
        if (call.opcode() != Opcode.INVOKESTATIC) {
          builder.pop();
        }
      }
      case FieldInstruction field -> {
        if (field.opcode() == Opcode.GETFIELD) {
          builder.pop();
        }
      }
      default -> throw new IllegalStateException(element.toString());
    }
  }

  /** Puts on the stack what a call that was left out seems to return. */
  private static void pushZero(CodeBuilder builder, CodeElement element) {
    TypeKind kind =
        element instanceof InvokeInstruction call
            ? TypeKind.from(call.typeSymbol().returnType())
            : TypeKind.VOID;
    switch (kind.asLoadable()) {
      case VOID -> {}
      case LONG -> builder.lconst_0();
      case FLOAT -> builder.fconst_0();
      case DOUBLE -> builder.dconst_0();
      case REFERENCE -> builder.aconst_null();
      default -> builder.iconst_0();
    }
  }
}
