/**
 * The one spelling of a resource by which rules know it: web addresses, hosts, command lines. Pure functions of text; whoever
 * uses a resource uses it by this spelling, so that what is judged is what is done.
 *
 * <p>What needs the world to be known, such as the real path of a file behind its links or the address behind a host's name, is
 * found by the tool that touches it.
 */
@NullMarked
package dev.qwenagent.api.resource;

import org.jspecify.annotations.NullMarked;
