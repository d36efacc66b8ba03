using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.CommandLine;
using Xunit;

namespace Kiln.Vmm.Tests.Process.CommandLine;

/// <summary>The metadata limit is enforced, and defaults to the payload limit.</summary>
public sealed class MetadataLimitTests
{
    private const string Option = "--mmds-size-limit";

    [Theory]
    [InlineData(51_200)]
    [InlineData(7, "--http-api-max-payload-size", "7")]
    [InlineData(0, Option, "0")]
    [InlineData(204_800, "--http-api-max-payload-size", "7", Option, "204800")]
    [InlineData(ulong.MaxValue, Option, "18446744073709551615")]
    public void ANumberIsKept(ulong limit, params string[] arguments) => Assert.Equal(limit, VmmCommandLine.Parse(arguments)!.MetadataLimit);

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("10k")]
    [InlineData("18446744073709551616")]
    public void WhatIsNoNumberIsRefusedAsSuch(string value)
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => VmmCommandLine.Parse([Option, value]));

        Assert.Equal(($"{Option} is '{value}'; the number of bytes is expected", ExitCode.ArgumentParsing), (failure.Message, failure.ExitCode));
    }
}
