/** Errors of signing in: codes of command lines, passkeys and providers, in Chinese. */
import type { Sayings } from "../../../en/errors";

export const signIn = {
  codesAsked: ({ most, minutes }) => ({
    message: `从这里请求的代码已有 ${most} 个。`,
    hint: `请在 ${minutes} 分钟后再试。`,
  }),
  codesTried: ({ most, minutes }) => ({
    message: `您输入了 ${most} 个不存在的代码。`,
    hint: `请在 ${minutes} 分钟后再试。`,
  }),
  noSuchCode: ({ code }) => ({
    message: `没有命令行使用代码 ${code}。`,
    hint: "代码十分钟内有效，且只能使用一次。请在终端重新开始登录。",
  }),
  expiredCode: () => ({ message: "此代码已过期或已被使用。", hint: "请重新运行 palimpsest login。" }),
  declinedCode: () => ({ message: "此代码被拒绝了。" }),
  browserOnly: () => ({ message: "这只能在浏览器中完成，不能使用 API 密钥。", hint: "请在工作台页面登录。" }),
  noProvider: () => ({
    message: "这台服务器没有可登录的身份提供方。",
    hint: "请设置 PALIMPSEST_OIDC_ISSUER：参见 docs/lab.md。",
  }),
  providerAway: ({ provider }) => ({
    message: `无法连接 ${provider}，或者它没有按身份提供方的方式应答。`,
    hint: "请稍后再试，或用其他方式登录。",
  }),
  providerUnfit: ({ provider }) => ({
    message: `${provider} 的应答与请求不符。`,
    hint: "请重新开始。如果问题仍然存在，请告诉这台服务器的管理员。",
  }),
  providerExpired: () => ({
    message: "这次登录是在另一个浏览器中开始的，或者已经过期。",
    hint: "请重新开始。",
  }),
  providerDeclined: ({ provider }) => ({
    message: `${provider} 没有让您通过，或者您拒绝了。`,
    hint: "请重新开始，或用其他方式登录。",
  }),
  unverifiedEmail: () => ({
    message: "身份提供方没有确认这个电子邮箱属于您。",
    hint: "请在那里确认邮箱，或询问其管理员，然后重试。",
  }),
  notInvited: () => ({
    message: "这里没有使用您邮箱的账户。",
    hint: "请向管理员要一份邀请，并从邀请链接登录。",
  }),
  signInFirst: () => ({
    message: "已有一个使用您邮箱、并设有密码的账户。",
    hint: "请先用密码登录一次，然后在账户页面连接身份提供方。",
  }),
  otherIdentity: () => ({
    message: "您在身份提供方那里使用的是另一个邮箱。",
    hint: "请在那里用本账户的邮箱登录，或询问管理员。",
  }),
  passkeyUnknown: () => ({
    message: "这里不认识这个通行密钥，或者它的应答不符。",
    hint: "请重试，或用其他方式登录后在账户页面添加它。",
  }),
  passkeyUnfit: () => ({ message: "浏览器的应答与请求不符。", hint: "请重试。必须在五分钟内完成。" }),
  passkeyCancelled: () => ({ message: "没有选择通行密钥。", hint: "请重试，或用其他方式登录。" }),
  passkeyThere: () => ({ message: "这台设备上已经有您的通行密钥。", hint: "请使用它，或选择另一台设备。" }),
} satisfies Partial<Sayings>;
