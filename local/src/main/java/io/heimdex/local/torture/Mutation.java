package io.heimdex.local.torture;

/** A way to break a file. */
enum Mutation {
  FLIP_BITS(ByteMutations::flipBits),
  FLIP_BITS_OF_THE_HEAD(ByteMutations::flipBitsOfTheHead),
  FLIP_BITS_OF_THE_TAIL(ByteMutations::flipBitsOfTheTail),
  OVERWRITE(ByteMutations::overwrite),
  ZERO(ByteMutations::zero),
  TRUNCATE(ByteMutations::truncate),
  CUT_OUT(ByteMutations::cutOut),
  DUPLICATE_RANGE(ByteMutations::duplicateRange),
  MOVE_RANGE(ByteMutations::moveRange),
  INSERT_OF_ANOTHER(ByteMutations::insertOfAnother),
  APPEND_ANOTHER(ByteMutations::appendAnother),
  GARBAGE_AFTER_THE_HEAD(ByteMutations::garbageAfterTheHead),
  DELETE_PART(PartMutations::deletePart),
  DUPLICATE_PART(PartMutations::duplicatePart),
  MOVE_PART(PartMutations::movePart),
  INSERT_PART_OF_ANOTHER(PartMutations::insertPartOfAnother),
  EXCHANGE_PART(PartMutations::exchangePart),
  HOSTILE_SIZE(PartMutations::hostileSize),
  HOSTILE_FIELD(PartMutations::hostileField);

  /** Takes a file, at least one byte, and another that it may take bytes of; changes neither. */
  @FunctionalInterface
  private interface Change {
    byte[] apply(byte[] data, byte[] other, Dice dice);
  }

  private final Change change;

  Mutation(Change change) {
    this.change = change;
  }

  byte[] apply(byte[] data, byte[] other, Dice dice) {
    return change.apply(data, other, dice);
  }
}
