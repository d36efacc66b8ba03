using Kiln.ProfileCommands.Threads;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>The kernel's texts about a thread are read, whatever name the thread has given itself.</summary>
public sealed class ProcessThreadTests
{
    private const string Rest = "S 1 2 3 4 5 64 7 8 9 10 11 12 13 14 15 16 17 18 4711 20\n";

    [Theory]
    [InlineData("vcpu 0")]
    [InlineData("a\rSeccomp:\t0")]
    [InlineData("a\u0085Seccomp:\t0")]
    [InlineData("a) S 1 2")]
    [InlineData(":\t")]
    [InlineData("")]
    public void AnyNameIsAName(string name)
    {
        ProcessThread? thread = ProcessThread.TryParse(7, 5, $"Name:\t{name}\nUmask:\t0022\nSeccomp:\t2\nSeccomp_filters:\t3\n", $"7 ({name}) {Rest}");

        Assert.Equal(new ProcessThread(7, false, 4711, name.Trim(' ', '\t'), false, true, 3), thread);
    }

    [Theory]
    [InlineData("Name:\ta\nSeccomp:\t2\n", "7 (a) S 1 2")]
    [InlineData("Name:\ta\nSeccomp:\t2\n", "")]
    [InlineData("Name:\ta\n", "7 (a) " + Rest)]
    [InlineData("Seccomp:\t2\n", "7 (a) " + Rest)]
    [InlineData("", "7 (a) " + Rest)]
    [InlineData("Name:\ta\nSeccomp:\t2\nSeccomp_filters:\tmany\n", "7 (a) " + Rest)]
    [InlineData("Name:\ta\nSeccomp:\t2\n", "7 (a) S 1 2 3 4 5 -64 7 8 9 10 11 12 13 14 15 16 17 18 4711 20")]
    public void WhatIsMissingIsNoException(string status, string stat) => Assert.Null(ProcessThread.TryParse(7, 5, status, stat));
}
