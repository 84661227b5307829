using MdeHunting.Lab.Dataset.Estate;

namespace MdeHunting.Lab.Dataset.Recording;

/// <summary>An e-mail as one recipient got it.</summary>
internal sealed record MailMessage(string NetworkMessageId, DateTime Time, MailSender Sender, Account Recipient, string Subject);
