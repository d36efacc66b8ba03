using System.Linq;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;

namespace Kiln.Profiles.Binding;

/// <summary>Gives an entry of <c>args</c> its meaning.</summary>
internal static class ConditionBinder
{
    // Filters see six arguments.
    private const ulong MaximumIndex = 5;

    /// <summary>Binds a condition.</summary>
    /// <param name="node">A mapping of index, op, value, and for some mask and width.</param>
    /// <exception cref="ProfileException">It is not a condition.</exception>
    internal static ArgumentCondition Bind(Node node)
    {
        MappingNode fields = node.AsMapping("a condition");
        fields.AllowOnly("index", "op", "value", "mask", "width");
        int index = BindIndex(fields.Required("index"));
        ArgumentWidth width = BindWidth(fields.Optional("width"));
        Node operation = fields.Required("op");
        Node value = fields.Required("value");
        string name = operation.AsText("op");
        if (fields.Optional("mask") is { } unused && name != "masked_eq")
        {
            throw unused.Error(DiagnosticId.UnknownKey, $"op {name} takes no mask; use masked_eq or remove it");
        }
        return name switch
        {
            "eq" => ArgumentCondition.With(index, width, Comparison.Equal, BindValue(value, width)),
            "ne" => ArgumentCondition.With(index, width, Comparison.NotEqual, BindValue(value, width)),
            "flags_subset_of" => ArgumentCondition.With(index, width, Comparison.FlagsSubsetOf, BindValue(value, width)),
            "in" => ArgumentCondition.OneOf(index, width, [.. value.AsList("value").Select(item => BindValue(item, width))]),
            "masked_eq" => BindMasked(index, width, BindValue(fields.Required("mask"), width), value),
            _ => throw operation.Error(
                DiagnosticId.WrongKind, $"there is no op '{name}'; there are eq, ne, in, masked_eq, flags_subset_of"),
        };
    }

    private static ArgumentCondition BindMasked(int index, ArgumentWidth width, ulong mask, Node node)
    {
        ulong value = BindValue(node, width);
        return (value & ~mask) == 0 && mask != 0
            ? ArgumentCondition.Masked(index, width, mask, value)
            : throw node.Error(
                DiagnosticId.Impossible, "the value has bits outside the mask, or the mask is 0; no argument could tell them apart");
    }

    private static int BindIndex(Node node) => NumberBinder.BindPlain(node, "index") is <= MaximumIndex and var index
        ? (int)index
        : throw node.Error(DiagnosticId.WrongKind, "index is 0 to 5: a call has six arguments");

    private static ArgumentWidth BindWidth(Node? node) => node is null
        ? ArgumentWidth.Bits64
        : NumberBinder.BindPlain(node, "width") switch
        {
            32 => ArgumentWidth.Bits32,
            64 => ArgumentWidth.Bits64,
            _ => throw node.Error(DiagnosticId.WrongKind, "width is 32 or 64"),
        };

    private static ulong BindValue(Node node, ArgumentWidth width)
    {
        ulong value = NumberBinder.Bind(node, "value");
        return width == ArgumentWidth.Bits64 || value <= uint.MaxValue
            ? value
            : throw node.Error(DiagnosticId.Impossible, $"{node.Kind} needs more than the 32 bits that the condition looks at");
    }
}
