/**
 * Tools that reach other machines. What is fetched is untrusted; where a redirect or a name leads is judged like the call itself,
 * and what was judged is what is connected to.
 */
@NullMarked
package dev.qwenagent.tools.web;

import org.jspecify.annotations.NullMarked;
