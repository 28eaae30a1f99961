/** Classes that break each rule of the architecture once, to see that the rules see it. */
package dev.holdfast.verify.planted;
