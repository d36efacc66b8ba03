using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Xunit;

namespace Kiln.Jailer.Tests;

/// <summary>Users and groups by number and by the host's files; whatever those files hold.</summary>
public sealed class AccountTests(ITestOutputHelper output)
{
    private const string Users = "root:x:0:0:root:/root:/bin/bash\nvm-1:x:4001:4002::/:/bin/false\nshort:x\nbad:x:-1:1::/:\nhuge:x:4294967295:1::/:\nlast:x:7:8::/:";

    [Theory]
    [InlineData("root", 0, true)]
    [InlineData("vm-1", 4001, true)]
    [InlineData("last", 7, true)]
    [InlineData("short", 0, false)]
    [InlineData("bad", 0, false)]
    [InlineData("huge", 0, false)]
    [InlineData("vm", 0, false)]
    [InlineData("", 0, false)]
    public void ANameIsFoundInItsLine(string name, uint id, bool found)
    {
        Assert.Equal(found, Account.TryFind(Users, name, out uint actual));
        Assert.Equal(id, actual);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1234", 1234)]
    [InlineData("4294967294", 4294967294)]
    [InlineData("root", 0)]
    public void AUserIsANumberOrAName(string text, uint id) => Assert.Equal(id, Account.UserOf(text));

    [Theory]
    [InlineData("", "Invalid uid: ; --uid is a number from 0 to 4294967294, or a name in /etc/passwd")]
    [InlineData("-1", "Invalid uid: -1; --uid is a number from 0 to 4294967294, or a name in /etc/passwd")]
    [InlineData("4294967295", "Invalid uid: 4294967295; --uid is a number from 0 to 4294967294, or a name in /etc/passwd")]
    [InlineData("root:x", "Invalid uid: root:x; --uid is a number from 0 to 4294967294, or a name in /etc/passwd")]
    [InlineData("no-such-user", "Invalid uid: no-such-user; there is no such name in /etc/passwd")]
    public void WhatIsNoUserIsRefused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<JailerFailure>(() => Account.UserOf(text)).Message);

    [Fact]
    public void AGroupIsLookedForAmongGroups() => Assert.Equal(
        "Invalid gid: no-such-group; there is no such name in /etc/group",
        Assert.Throws<JailerFailure>(() => Account.GroupOf("no-such-group")).Message);

    [Fact]
    public void NoFileMakesTheReaderFail()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int found = 0;
        for (int count = 0; count < 20_000; count++)
        {
            char[] mutant = Users.ToCharArray();
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = ":\n\r\0x0\u2028"[random.Next(7)];
            }
            found += Account.TryFind(mutant.AsSpan(..random.Next(mutant.Length + 1)), "vm-1", out uint id) ? 1 : 0;
            Assert.True(id != uint.MaxValue);
        }
        output.WriteLine($"{found} found");
        Assert.InRange(found, 1000, 19_000);
    }
}
