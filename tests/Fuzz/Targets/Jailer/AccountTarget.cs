using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Jailer.Jail.Specification;

namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>Files in the formats of passwd(5) and group(5), searched for one name.</summary>
internal sealed class AccountTarget : IFuzzTarget
{
    private const string Wanted = "web";

    // A number that only a mutation produces.
    private const uint Planted = 777_777;

    private static readonly string[] _words =
        ["web", "root", "x", ":", "0", "1234", "4294967294", "4294967295", "4294967296", "-1", "+1", " 1", "777777", "\r", "\u0085", "\u2028", "\u0000", "\ud83d\ude00"];

    /// <inheritdoc/>
    public string Name => "accounts";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<AccountStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        "root:x:0:0:root:/root:/bin/sh\nweb:x:1234:4321:,,,:/srv:/usr/sbin/nologin\nwebber:x:5:5::/:\n"u8.ToArray(),
        "root:x:0:\nadm:x:4:web,root\nweb:x:4321:\n+::::\n"u8.ToArray(),
    ];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new WordMutator(random, _words, (byte)'\n');

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        bool found = Account.TryFind(Encoding.UTF8.GetString(input), Wanted, out uint id);
        // The kernel would take it for "leave unchanged".
        if (found && id == uint.MaxValue)
        {
            throw new InvalidOperationException("a name has the number that is none");
        }
        return new Observation((int)(found ? AccountStage.Found : AccountStage.Lines), [$"{id}"]);
    }

    /// <inheritdoc/>
    public bool IsPlanted(byte[] input) => Account.TryFind(Encoding.UTF8.GetString(input), Wanted, out uint id) && id == Planted;
}
