using System.Globalization;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.CommandLine;
using Xunit;

namespace Kiln.Vmm.Tests.Process.CommandLine;

/// <summary>An operator can allow longer bodies, but not such as the monitor has no room for.</summary>
public sealed class PayloadLimitTests
{
    private const string Option = "--http-api-max-payload-size";

    [Theory]
    [InlineData(null, 51_200)]
    [InlineData("0", 0)]
    [InlineData("4194304", 4_194_304)]
    public void UpToFourMebibytesAreTaken(string? value, int bytes) =>
        Assert.Equal(bytes, VmmCommandLine.Parse(value is null ? [] : [Option, value])!.PayloadLimit);

    [Theory]
    [InlineData("4194305")]
    [InlineData("67108864")]
    [InlineData("9223372036854775807")]
    public void MoreIsRefused(string value)
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => VmmCommandLine.Parse([Option, value]));

        Assert.Equal(
            (string.Create(CultureInfo.InvariantCulture, $"{Option} is '{value}'; at most 4194304 bytes are taken"), ExitCode.ArgumentParsing),
            (failure.Message, failure.ExitCode));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("18446744073709551616")]
    public void WhatIsNoNumberIsRefusedAsSuch(string value) => Assert.Equal(
        $"{Option} is '{value}'; the number of bytes is expected", Assert.Throws<VmmFailure>(() => VmmCommandLine.Parse([Option, value])).Message);
}
