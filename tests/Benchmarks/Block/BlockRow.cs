using System.Linq;

namespace Kiln.Benchmarks.Block;

/// <param name="Kibibytes">Size of a request.</param>
/// <param name="Depth">The number of requests in flight.</param>
internal sealed record BlockRow(string Operation, string Order, int Kibibytes, int Depth)
{
    internal static IEnumerable<BlockRow> All =>
        from operation in (string[])["read", "write"]
        from order in (string[])["random", "sequential"]
        from kibibytes in (int[])[4, 128]
        from depth in (int[])[1, 32]
        select new BlockRow(operation, order, kibibytes, depth);

    /// <summary>The name in figures.</summary>
    internal string Name => $"{Order} {Operation}, {Kibibytes} KiB, depth {Depth}";

    /// <summary>The words of the guest's command line.</summary>
    internal string Words => $"mode=bench operation={Operation} order={Order} block={Kibibytes << 10} depth={Depth}";
}
