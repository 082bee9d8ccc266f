/** Recurrent layers: simple RNN, LSTM, GRU, and what wraps them. */
package dev.ranvier.nn.recurrent;
