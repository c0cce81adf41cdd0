/**
 * A tool and the permission to call it, in one package so that only the
 * {@link dev.qwenagent.api.tool.PermissionGate gate} can make a grant.
 *
 * <p>The road of a call: {@link dev.qwenagent.api.tool.Tool#bind bind} checks the model's arguments and names the scopes
 * they need; the gate turns the {@link dev.qwenagent.api.tool.BoundCall bound call} into a
 * {@link dev.qwenagent.api.tool.GrantedCall granted call} or a denial; {@link dev.qwenagent.api.tool.Tool#call call} takes
 * nothing but a granted call. The promise holds for code that keeps to the language's access rules: reflection that breaks
 * into a constructor is outside it.
 */
@NullMarked
package dev.qwenagent.api.tool;

import org.jspecify.annotations.NullMarked;
