using System.Linq;

namespace Kiln.Benchmarks.Block;

/// <summary>What a guest asks of its disk.</summary>
/// <param name="Operation">"read" or "write".</param>
/// <param name="Order">"random" or "sequential".</param>
/// <param name="Kibibytes">How much at a time.</param>
/// <param name="Depth">How many requests it keeps under way.</param>
internal sealed record BlockRow(string Operation, string Order, int Kibibytes, int Depth)
{
    /// <summary>Every row.</summary>
    internal static IEnumerable<BlockRow> All =>
        from operation in (string[])["read", "write"]
        from order in (string[])["random", "sequential"]
        from kibibytes in (int[])[4, 128]
        from depth in (int[])[1, 32]
        select new BlockRow(operation, order, kibibytes, depth);

    /// <summary>What figures call it.</summary>
    internal string Name => $"{Order} {Operation}, {Kibibytes} KiB, depth {Depth}";

    /// <summary>The guest's words for it.</summary>
    internal string Words => $"mode=bench operation={Operation} order={Order} block={Kibibytes << 10} depth={Depth}";
}
