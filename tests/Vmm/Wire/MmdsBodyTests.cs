using System.Text;
using Kiln.Vmm.Json;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>How a guest reaches its metadata, and what the metadata can be.</summary>
public sealed class MmdsBodyTests
{
    [Fact]
    public void TheConfigurationIsWhatIsSaid()
    {
        MmdsConfiguration metadata = SnapshotBodyTests.Whole<MmdsConfiguration>("MmdsConfig");

        Assert.Equal(["eth0", "eth1"], metadata.Interfaces);
        Assert.Equal(MmdsVersion.V2, metadata.Version);
        Assert.Equal(new Ipv4Address(0xA9FE_A9FD), metadata.Address);
        Assert.True(metadata.IsImdsCompatible);
        Assert.Equal(MmdsVersion.V1, BodyKind.Take(MmdsObject.Read, """{"network_interfaces": []}""").Version);
    }

    [Theory]
    [InlineData("[\"a\"]", "null", null)]
    [InlineData("[\"a\"]", "\"169.254.1.0\"", null)]
    [InlineData("[\"a\"]", "\"169.254.254.255\"", null)]
    [InlineData("[\"a\"]", "\"169.254.0.255\"", "The MMDS IPv4 address is not link local.")]
    [InlineData("[\"a\"]", "\"169.254.255.0\"", "The MMDS IPv4 address is not link local.")]
    [InlineData("[\"a\"]", "\"10.0.0.1\"", "The MMDS IPv4 address is not link local.")]
    [InlineData("[]", "\"10.0.0.1\"", "The MMDS IPv4 address is not link local.")]
    [InlineData("[]", "null", "The list of network interface IDs that allow forwarding MMDS requests is empty.")]
    [InlineData("[\"a\",\"b\"]", "null",
        "The list of network interface IDs provided contains at least one ID that does not correspond to any existing network interface.")]
    public void ItNeedsInterfacesThatAreThereAndAnAddressOfTheLink(string interfaces, string address, string? reason) => Assert.Equal(
        reason,
        BodyKind.Take(MmdsObject.Read, $"{{\"network_interfaces\": {interfaces}, \"ipv4_address\": {address}}}").ReasonAgainst(id => id == "a"));

    [Theory]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("255.255.255.255", uint.MaxValue)]
    [InlineData("1.2.30.4", 0x0102_1E04u)]
    public void AnAddressIsFourNumbers(string text, uint bits)
    {
        Assert.True(Ipv4Address.TryParse(text, out Ipv4Address address));
        Assert.Equal((bits, text), (address.Bits, address.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.-4")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1..3.4")]
    [InlineData("::1")]
    public void AnythingElseIsNoAddress(string text) => Assert.False(Ipv4Address.TryParse(text, out _));

    [Theory]
    [InlineData("null", null)]
    [InlineData("""{"a": {"b": [1, -2.5e3, true, null, "x"], "b": 2}}""", null)]
    [InlineData("""{"a": tru}""", "expected ident at line 1 column 10")]
    [InlineData("{\"a\":\n 1e999}", "number out of range at line 2 column 6")]
    [InlineData("""{"a": [1,]}""", "trailing comma at line 1 column 10")]
    [InlineData("{} x", "trailing characters at line 1 column 4")]
    [InlineData("", "EOF while parsing a value at line 1 column 0")]
    public void DataAreAnyJson(string text, string? message) => Assert.Equal(message, MessageFor(text));

    [Fact]
    public void DataNestAsDeepAsTheReaderGoes()
    {
        Assert.Null(MessageFor(new string('[', 127) + new string(']', 127)));
        Assert.Equal("recursion limit exceeded at line 1 column 128", MessageFor(new string('[', 128)));
    }

    private static string? MessageFor(string text)
    {
        try
        {
            JsonReader reader = new(Encoding.UTF8.GetBytes(text));
            _ = MetadataDocument.Read(ref reader);
            reader.End();
            return null;
        }
        catch (JsonFailure failure)
        {
            return failure.Message;
        }
    }
}
