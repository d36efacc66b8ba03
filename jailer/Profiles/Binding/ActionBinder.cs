using System.Globalization;
using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Binding;

/// <summary>Translates the text of an action.</summary>
internal static class ActionBinder
{
    private const string ErrnoStart = "errno(";

    private static readonly FilterAction[] _plain =
        [FilterAction.Allow, FilterAction.Log, FilterAction.Trace, FilterAction.Trap(0), FilterAction.KillThread, FilterAction.KillProcess];

    /// <summary>Translates a rule's action.</summary>
    /// <param name="node">The text, or null: a rule without an action allows.</param>
    /// <exception cref="ProfileException">The action is unknown.</exception>
    internal static FilterAction BindRule(Node? node) => node is null ? FilterAction.Allow : Bind(node, "action");

    /// <summary>Translates the action for calls that no rule matches.</summary>
    /// <exception cref="ProfileException">The action is unknown, or would allow the calls.</exception>
    internal static FilterAction BindDefault(Node node)
    {
        FilterAction action = Bind(node, "default");
        return action.IsStricterThan(FilterAction.Trace)
            ? action
            : throw node.Error(
                DiagnosticId.OpenDefault,
                $"default is {node.Kind}, which lets through what nobody reviewed; take trap, errno(N), kill_thread or kill_process");
    }

    private static FilterAction Bind(Node node, string what)
    {
        string text = node.AsText(what);
        if (text.StartsWith(ErrnoStart, StringComparison.Ordinal) && text.EndsWith(')'))
        {
            return FilterAction.Errno(BindErrno(node, text[ErrnoStart.Length..^1]));
        }
        return _plain.Cast<FilterAction?>().FirstOrDefault(action => action.ToString() == text)
            ?? throw node.Error(
                DiagnosticId.WrongKind,
                $"there is no action '{text}'; there are allow, errno(N), trap, kill_thread, kill_process, log, trace");
    }

    private static int BindErrno(Node node, string text)
    {
        if (Errno.Named(text) is { } named)
        {
            return named.Number;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= FilterAction.LargestErrno
            ? number
            : throw node.Error(
                DiagnosticId.UnknownConstant, $"'{text}' is no error; write a name such as ENOSYS, or a number from 1 to {FilterAction.LargestErrno}");
    }
}
