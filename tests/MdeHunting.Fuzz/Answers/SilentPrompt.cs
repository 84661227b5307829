using MdeHunting.Contract;

namespace MdeHunting.Fuzz.Answers;

/// <summary>Nobody to be told.</summary>
internal sealed class SilentPrompt : IHuntingPrompt
{
    public Task WarnAsync(string message) =>
        message.Length <= 20_000 ? Task.CompletedTask : throw new FuzzException($"a warning of {message.Length} characters");

    public Task VerboseAsync(string message) => Task.CompletedTask;

    public Task DebugAsync(string message) => Task.CompletedTask;

    public Task ShowWaitAsync(WaitNotice? wait) => Task.CompletedTask;

    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => Task.CompletedTask;

    public Task ShowBrowserAsync() => Task.CompletedTask;

    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => Task.CompletedTask;
}
