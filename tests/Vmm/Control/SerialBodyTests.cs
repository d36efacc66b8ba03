using Kiln.Vmm.Control;
using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>The serial port's path and limit are read.</summary>
public sealed class SerialBodyTests
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
    public void TheLimitIsTaken(string json, ulong size, ulong burst, ulong refill) => Assert.Equal(
        new TokenBucketSize(size, burst, refill), Bind($"{{\"rate_limiter\": {json}}}").Limit);

    [Theory]
    [InlineData("""{"size": 0, "refill_time": 100}""")]
    [InlineData("""{"size": 10, "refill_time": 0}""")]
    public void AZeroLimitsNothing(string json) => Assert.Null(Bind($"{{\"rate_limiter\": {json}}}").Limit);

    private static SerialConfiguration Bind(string serial) =>
        Configured.By($"{{\"boot-source\": {{\"kernel_image_path\": \"k\"}}, \"serial\":\n{serial}}}").Serial;
}
