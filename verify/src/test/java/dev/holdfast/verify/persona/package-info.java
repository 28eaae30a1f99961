/** The store of personas under many processes: orders, kills, power cuts, editors. */
package dev.holdfast.verify.persona;
