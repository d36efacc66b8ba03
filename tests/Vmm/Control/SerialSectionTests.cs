using System.Text;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>The serial port's path and limit are read, and mistakes in them named with their place.</summary>
public sealed class SerialSectionTests
{
    [Theory]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    [InlineData("""{"serial_out_path": null, "rate_limiter": null}""", null)]
    [InlineData("""{"serial_out_path": "console"}""", "console")]
    public void ThePathIsTaken(string json, string? path) => Assert.Equal(new SerialConfiguration(path, null), Bind(json));

    [Theory]
    [InlineData("""{"size": 10, "refill_time": 100}""", 10, 0, 100)]
    [InlineData("""{"size": 10, "one_time_burst": null, "refill_time": 100}""", 10, 0, 100)]
    [InlineData("""{"size": 10, "one_time_burst": 7, "refill_time": 100}""", 10, 7, 100)]
    [InlineData("""{"size": 10, "ops": {}, "refill_time": 100}""", 10, 0, 100)]
    public void TheLimitIsTaken(string json, ulong size, ulong burst, ulong refill) => Assert.Equal(
        new TokenBucketSize(size, burst, refill), Bind($"{{\"rate_limiter\": {json}}}").Limit);

    [Theory]
    [InlineData("""{"size": 0, "refill_time": 100}""")]
    [InlineData("""{"size": 10, "refill_time": 0}""")]
    public void AZeroLimitsNothing(string json) => Assert.Null(Bind($"{{\"rate_limiter\": {json}}}").Limit);

    [Theory]
    [InlineData("""{"serial_out_path": @""}""", "serial_out_path is not a path; name a file")]
    [InlineData("""{"serial_out_path": @"a\u0000b"}""", "serial_out_path is not a path; name a file")]
    [InlineData("""{"serial_out_path": @1}""", "invalid type: integer `1`, expected a string")]
    [InlineData("""{"rate_limiter": @{"size": 1}}""", "missing field `refill_time`")]
    [InlineData("""{"rate_limiter": {"size": @-1, "refill_time": 1}}""", "invalid value: integer `-1`, expected u64")]
    [InlineData("""{@"path": "x"}""", "unknown field `path`, expected `serial_out_path` or `rate_limiter`")]
    public void AMistakeHasItsPlace(string json, string message) => Assert.Equal(
        $"vm.json:3:1: {message}", Assert.Throws<VmmFailure>(() => Bind(json.Replace("@", "\n", StringComparison.Ordinal))).Message);

    private static SerialConfiguration Bind(string serial) => ConfigurationFile.Parse(new JsonText(
        "vm.json", Encoding.UTF8.GetBytes($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"serial\":\n{serial}}}"))).Check().Serial;
}
