/** Accounts of a shared server: signing in, one's own account, and the people. */
export { AccountView } from "./account-view";
export { PeopleView } from "./people-view";
export { DeviceForm } from "./sign-in/device-form";
export { JoinForm } from "./sign-in/join-form";
export { ProviderReturn } from "./sign-in/provider-return";
export { SignInForm } from "./sign-in/sign-in-form";
