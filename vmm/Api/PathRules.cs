using System.Text;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api;

/// <summary>The contract's rules that precede routing, and its messages for unknown paths.</summary>
internal static class PathRules
{
    /// <summary>Checks that the request has a body if and only if its method needs one.</summary>
    /// <exception cref="RequestFault">The body is missing or superfluous.</exception>
    internal static void CheckBody(HttpMethod method, in RequestPath path, bool hasBody)
    {
        string? fault = (method, hasBody) switch
        {
            (HttpMethod.Get, true) => "GET request cannot have a body.",
            (HttpMethod.Put, false) => "Empty PUT request.",
            (HttpMethod.Patch, false) when !IsHinting(path) => RequestFault.EmptyPatch,
            (HttpMethod.Delete, true) => "Empty Delete request.",
            _ => null,
        };
        if (fault is not null)
        {
            throw new RequestFault(fault);
        }
    }

    /// <summary>Returns the error for an unknown path below a known one, where the contract has a message of its own; else null.</summary>
    internal static RequestFault? BelowKnown(HttpMethod method, in RequestPath path) => method switch
    {
        HttpMethod.Get or HttpMethod.Patch when IsHinting(path) => BelowHinting(method, path),
        HttpMethod.Get when path.Says(0, "balloon"u8) => BelowOnly(method, path, "statistics"u8),
        HttpMethod.Put when path.Says(0, "mmds"u8) => BelowOnly(method, path, "config"u8),
        HttpMethod.Put when path.Says(0, "snapshot"u8) => BelowSnapshot(path),
        _ => null,
    };

    /// <summary>Creates the error for an unknown path. The message has only the first token, without a slash.</summary>
    internal static RequestFault Unknown(HttpMethod method, in RequestPath path) => Unknown(method, Text(path, 0));

    private static RequestFault Unknown(HttpMethod method, string path) =>
        new($"Invalid request method and/or path: {MethodNames.InMessages(method)} {path}.");

    private static RequestFault? BelowOnly(HttpMethod method, in RequestPath path, ReadOnlySpan<byte> known) =>
        path.TryTake(1, out _) && !path.Says(1, known) ? Unrecognized(method, Text(path, 1)) : null;

    private static RequestFault? BelowSnapshot(in RequestPath path)
    {
        if (!path.TryTake(1, out _))
        {
            return new RequestFault("Missing snapshot operation type.");
        }
        bool isKnown = path.Says(1, "create"u8) || path.Says(1, "load"u8);
        return isKnown ? null : Unknown(HttpMethod.Put, $"/snapshot/{Text(path, 1)}");
    }

    private static RequestFault? BelowHinting(HttpMethod method, in RequestPath path)
    {
        bool isKnown = method == HttpMethod.Get ? path.Says(2, "status"u8) : path.Says(2, "start"u8) || path.Says(2, "stop"u8);
        return isKnown ? null : Unrecognized(method, $"/hinting/{Text(path, 2)}");
    }

    private static RequestFault Unrecognized(HttpMethod method, string path) =>
        new($"Unrecognized {MethodNames.InMessages(method)} request path `{path}`.");

    private static bool IsHinting(in RequestPath path) => path.Says(0, "balloon"u8) && path.Says(1, "hinting"u8);

    private static string Text(in RequestPath path, int index) =>
        path.TryTake(index, out ReadOnlySpan<byte> token) ? Encoding.UTF8.GetString(token) : "";
}
