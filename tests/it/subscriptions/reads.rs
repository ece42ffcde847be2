//! What an answer is made of is known: where no such table was touched, it is the same.
