using System.Linq;
using System.Text.Json;
using Kiln.ProfileCommands.Why;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands;

/// <summary>Explains why a call is allowed or not.</summary>
public sealed class WhyTests
{
    // Near misses of a list, flags, bounds and a mask; a call without a rule, one refused by another program, and one that is allowed.
    private static readonly string[][] _questions =
    [
        ["vcpu", "ioctl", "9", "KVM_CREATE_VCPU"],
        ["vcpu", "mmap", "0", "4096", "PROT_READ|PROT_EXEC", "MAP_PRIVATE"],
        ["vmm", "write", "60"],
        ["vmm", "ptrace", "0x11"],
        ["api", "openat", "AT_FDCWD", "0", "O_RDWR"],
        ["runtime", "socket", "AF_INET"],
        ["setup", "clone3"],
        ["launch", "execve"],
        ["vcpu", "1000"],
    ];

    [Fact]
    public void AnswersAreTheGoldenOnes()
    {
        ExampleProfiles.ShouldBe("why.txt", string.Join('\n', _questions.Select(question => WhyText.Of(Answer(question)))));
        ExampleProfiles.ShouldBe("why.md", string.Join('\n', _questions.Select(question => WhyMarkdown.Of(Answer(question)))));
        ExampleProfiles.ShouldBe("why.json", WhyJson.Of(Answer(_questions[0])));
    }

    [Fact]
    public void AViolationLineAsksWhatItTellsOf()
    {
        const string Line = "vmm: thread \"vcpu 0\" (12) made a system call that profile vcpu does not allow: ioctl (16) "
            + "with 0x9, 0xae41, 0x0, 0x0, 0x0, 0x0 at 0x7f00; nearest rule vcpu.yaml:8:14, whose argument 1 must be 0xae80";

        Assert.Equal(WhyText.Of(Answer(["vcpu", "ioctl", "9", "KVM_CREATE_VCPU"])), WhyText.Of(Answer([Line])));
    }

    [Fact]
    public void EveryAnswerOfEveryFormatTellsTheSame() => Assert.All(_questions, question =>
    {
        StackAnswer answer = Answer(question);
        using JsonDocument document = JsonDocument.Parse(WhyJson.Of(answer));
        Assert.Contains($"{answer.Decisive.Rule.Place}", WhyText.Of(answer), StringComparison.Ordinal);
        Assert.Contains($"{answer.Decisive.Rule.Place}", WhyMarkdown.Of(answer), StringComparison.Ordinal);
        Assert.Equal(answer.Decisive.Action.ToString(), document.RootElement.GetProperty("action").GetString());
        Assert.Equal(answer.Answers.Count, document.RootElement.GetProperty("programs").GetArrayLength());
    });

    private static StackAnswer Answer(string[] operands) => StackAnswer.To(CallQuestion.Of(operands), ExampleProfiles.Set, ExampleProfiles.Library);
}
